/** A description that is small or simple and would cost a careless reader its stack, its memory or its day. */
export interface Bomb {
  readonly name: string;
  /** `openapi.json` or `openapi.yaml`. */
  readonly file: string;
  readonly text: () => string;
  /** Codes of the errors; none: it is read. */
  readonly codes: readonly string[];
}

const head = 'openapi: "3.1.0"\ninfo: {title: a, version: "1"}\n';
const depth = 10_000;
const links = 2000;

function yaml(name: string, rest: () => string, ...codes: readonly string[]): Bomb {
  return { name: `${name} (YAML)`, file: "openapi.yaml", text: () => head + rest(), codes };
}

function json(name: string, rest: () => string, ...codes: readonly string[]): Bomb {
  const text = () => `{"openapi":"3.1.0","info":{"title":"a","version":"1"},${rest()}}`;
  return { name: `${name} (JSON)`, file: "openapi.json", text, codes };
}

/** Both forms of a description whose one operation answers with the schema `S0`. */
function schemas(name: string, components: () => string, ...codes: readonly string[]): readonly Bomb[] {
  const content = '{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}';
  const paths = `{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"a","content":${content}}}}}}`;
  return [
    json(name, () => `"paths":${paths},"components":{"schemas":{${components()}}}`, ...codes),
    yaml(name, () => `paths: ${paths}\ncomponents: {"schemas": {${components()}}}\n`, ...codes),
  ];
}

function nested(open: string, inner: string, close: string): () => string {
  return () => `"S0":${open.repeat(depth)}${inner}${close.repeat(depth)}`;
}

function chain(length: number, link: (next: string) => string): () => string {
  return () =>
    Array.from({ length }, (_, index) => `"S${index}":${link(`{"$ref":"#/components/schemas/S${index + 1}"}`)}`)
      .concat(`"S${length}":{"type":"string"}`)
      .join(",");
}

/** The operation at `/a`, with further keys of the description. */
function operation(name: string, members: string, more: string, ...codes: readonly string[]): Bomb {
  const paths = `{"/a":{"get":{"operationId":"a",${members}}}}`;
  return json(name, () => `"paths":${paths},${more}`, ...codes);
}

const answer = '"responses":{"200":{"description":"a"}}';

function laughs(levels: number, link: (name: string) => string, first: string): () => string {
  return () => {
    const lines = Array.from({ length: levels }, (_, index) => `  x${index + 1}: &x${index + 1} ${link(`*x${index}`)}`);
    return `paths: {}\nx-laughs:\n  x0: &x0 ${first}\n${lines.join("\n")}\n`;
  };
}

/** References of which each leads through several others, again and again: 3^40 steps for who follows all of them. */
function pointersThroughReferences(): string {
  const link = (index: number) => {
    const next = `{"$ref":"#/components/schemas/S${index + 1}/a/a/a"}`;
    return `"S${index}":{"a":${next},"$ref":"#/components/schemas/S${index + 1}/a/a/a"}`;
  };
  return `${Array.from({ length: 40 }, (_, index) => link(index)).join(",")},"S40":{"a":{"a":{"a":{"type":"string"}}}}`;
}

const tooDeep = "openapi/too-deep";
const tooLong = "openapi/long-reference-chain";
const circular = "openapi/circular-reference";

export const bombs: readonly Bomb[] = [
  yaml(
    "billion laughs",
    laughs(20, (x) => `[${Array(10).fill(x).join(", ")}]`, '["ha"]'),
    "openapi/alias-bomb",
  ),
  yaml(
    "laughs of merges",
    laughs(40, (x) => `{<<: [${x}, ${x}], a: ${x}, b: ${x}}`, "{a: 1}"),
    "openapi/alias-bomb",
  ),
  yaml(
    "laughs in flow style",
    () => `paths: {}\nx: [&a [1, 1], &b [*a, *a], ${laughList(60)}]\n`,
    "openapi/alias-bomb",
  ),
  yaml("an alias of itself", () => "paths: {}\nx-a: &a [*a]\n", "openapi/alias-bomb"),
  yaml("a merge of itself", () => "paths: {}\nx-a: &a {<<: *a}\n", "openapi/alias-bomb"),
  yaml(
    "deep block mappings",
    () => `paths:\n${Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")}`,
    tooDeep,
  ),
  yaml("deep block sequences", () => `paths: {}\nx-a:\n  ${"- ".repeat(depth)}a\n`, tooDeep),
  json("deep arrays", () => `"x":${"[".repeat(depth)}${"]".repeat(depth)}`, tooDeep),
  yaml("deep arrays", () => `paths: {}\nx: ${"[".repeat(depth)}${"]".repeat(depth)}\n`, tooDeep),
  json("deep arrays that never end", () => `"x":${"[".repeat(1_000_000)}`, tooDeep),
  json("deep objects", () => `"x":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`, tooDeep),
  yaml("deep objects", () => `paths: {}\nx: ${"{a: ".repeat(depth)}1${"}".repeat(depth)}\n`, tooDeep),
  ...schemas("deep items", nested('{"type":"array","items":', "{}", "}"), tooDeep),
  ...schemas("deep allOf", nested('{"allOf":[', "{}", "]}"), tooDeep),
  ...schemas("deep properties", nested('{"type":"object","properties":{"a":', "{}", "}}"), tooDeep),
  ...schemas(
    "a chain of properties",
    chain(1000, (next) => `{"type":"object","properties":{"a":${next}}}`),
  ),
  ...schemas(
    "a chain of items",
    chain(1000, (next) => `{"type":"array","items":${next}}`),
  ),
  ...schemas(
    "a chain of allOf",
    chain(links, (next) => `{"allOf":[${next}]}`),
    tooLong,
  ),
  ...schemas(
    "a chain of anyOf",
    chain(links, (next) => `{"anyOf":[${next},{"type":"null"}]}`),
    tooLong,
  ),
  ...schemas(
    "a chain of references",
    chain(links, (next) => next),
    tooLong,
  ),
  ...schemas(
    "a tree of references",
    chain(60, (next) => `{"allOf":[${next},${next}],"anyOf":[${next},${next}]}`),
  ),
  ...schemas("pointers through references", pointersThroughReferences, "openapi/unresolved-reference"),
  ...schemas(
    "a circle of references",
    () => '"S0":{"$ref":"#/components/schemas/S1"},"S1":{"$ref":"#/components/schemas/S0"}',
    circular,
  ),
  ...schemas("a schema of itself", () => '"S0":{"allOf":[{"$ref":"#/components/schemas/S0"}]}'),
  ...schemas("a schema of not itself", () => '"S0":{"not":{"$ref":"#/components/schemas/S0"}}'),
  ...schemas("a list of itself", () => '"S0":{"type":"array","items":{"$ref":"#/components/schemas/S0"}}'),
  ...schemas(
    "an object that needs itself",
    () => '"S0":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/S0"}}}',
  ),
  ...schemas(
    "circles through keywords",
    () =>
      '"S0":{"if":{"$ref":"#/components/schemas/S1"},"anyOf":[{"$ref":"#/components/schemas/S1"}]},"S1":{"oneOf":[{"$ref":"#/components/schemas/S0"}],"additionalProperties":{"$ref":"#/components/schemas/S0"}}',
  ),
  json("a circle of path items", () => '"paths":{"/a":{"$ref":"#/paths/~1b"},"/b":{"$ref":"#/paths/~1a"}}', circular),
  operation(
    "a circle of parameters",
    `"parameters":[{"$ref":"#/components/parameters/a"}],${answer}`,
    '"components":{"parameters":{"a":{"$ref":"#/components/parameters/b"},"b":{"$ref":"#/components/parameters/a"}}}',
    circular,
  ),
  operation(
    "a circle of responses",
    '"responses":{"200":{"$ref":"#/components/responses/a"}}',
    '"components":{"responses":{"a":{"$ref":"#/components/responses/a"}}}',
    circular,
  ),
  operation(
    "a circle of bodies",
    `"requestBody":{"$ref":"#/components/requestBodies/a"},${answer}`,
    '"components":{"requestBodies":{"a":{"$ref":"#/components/requestBodies/a"}}}',
    circular,
  ),
  operation(
    "a circle of headers",
    '"responses":{"200":{"description":"a","headers":{"a":{"$ref":"#/components/headers/a"}}}}',
    '"components":{"headers":{"a":{"$ref":"#/components/headers/a"}}}',
    circular,
  ),
  operation(
    "a circle of security schemes",
    answer,
    '"components":{"securitySchemes":{"a":{"$ref":"#/components/securitySchemes/a"}}}',
    circular,
  ),
  json("a reference to the whole", () => '"paths":{"/a":{"$ref":"#"}}'),
  json("a text of 50 MB", () => `"paths":{},"x":"${"x".repeat(50_000_000)}"`),
  yaml("a text of 10 MB", () => `paths: {}\nx: "${"x".repeat(10_000_000)}"\n`),
  json("a text of 70 MB", () => `"paths":{},"x":"${"x".repeat(70_000_000)}"`, "openapi/too-large"),
  json(
    "a description of 1 MB",
    () => `"paths":{"/a":{"get":{"operationId":"a","description":"${"*/ x\\n".repeat(200_000)}",${answer}}}}`,
  ),
  json("100,000 paths", () => `"paths":{${Array.from({ length: 100_000 }, (_, i) => `"/a/${i}":{}`).join(",")}}`),
  json(
    "1,000 operations",
    () => `"paths":{${Array.from({ length: 1000 }, (_, i) => `"/a/${i}":{"get":{${answer}}}`).join(",")}}`,
  ),
  json(
    "100,000 equal keys",
    () => `"paths":{${Array.from({ length: 100_000 }, () => '"/a":{}').join(",")}}`,
    "openapi/duplicate-key",
  ),
  json(
    "100,000 values of an enum",
    () =>
      `"paths":{},"components":{"schemas":{"S0":{"enum":[${Array.from({ length: 100_000 }, (_, i) => `"${i}"`).join(",")}]}}}`,
  ),
];

function laughList(levels: number): string {
  return Array.from(
    { length: levels },
    (_, i) => `&c${i} [*${i === 0 ? "b" : `c${i - 1}`}, *${i === 0 ? "b" : `c${i - 1}`}]`,
  ).join(", ");
}
