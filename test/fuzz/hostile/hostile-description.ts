import { Random } from "../random";
import { HostileTexts } from "./hostile-texts";

export interface HostileSources {
  readonly openapi: string;
  readonly sql: string;
}

/** A description that OpenAPI allows and a schema that PostgreSQL allows, with hostile text wherever a text may stand. */
export function hostileDescription(seed: number): HostileSources {
  const { openapi, sql } = new HostileWriter(new Random(seed)).write();
  return { openapi: JSON.stringify(openapi, null, seed % 2 === 0 ? 1 : 0), sql };
}

type Json = Record<string, unknown>;

class HostileWriter {
  readonly #texts: HostileTexts;
  readonly #is31: boolean;
  readonly #schemaNames: readonly string[];
  readonly #schemeNames: readonly string[];
  readonly #ids = new Set<string>();

  constructor(private readonly random: Random) {
    this.#texts = new HostileTexts(random);
    this.#is31 = random.oneIn(2);
    const taken = new Set<string>();
    this.#schemaNames = random.list(6, () => this.#texts.newName(taken));
    this.#schemeNames = random.list(4, () => this.#texts.newName(taken));
  }

  write(): { readonly openapi: Json; readonly sql: string } {
    const { sql, paths: linked } = this.linked();
    const templates = new Set<string>();
    const paths = this.random.list(4, (index) => this.path(index, templates));
    const openapi = {
      openapi: this.#is31 ? "3.1.0" : "3.0.3",
      info: { title: this.text(), version: this.text(), description: this.text(), "x-info": this.text() },
      servers: [{ url: this.random.pick(["/", "/v1", `/${this.text()}`, `https://example.com/${this.text()}`]) }],
      tags: [{ name: this.text(), description: this.text() }],
      externalDocs: { url: this.text(), description: this.text() },
      security: this.random.oneIn(3) ? [this.requirement()] : [],
      paths: object([...paths, ...linked]),
      ...(this.#is31 && { webhooks: object([[this.text(), { post: this.operation(90, []) }]]) }),
      components: {
        schemas: object(this.#schemaNames.map((name) => [name, this.component()])),
        securitySchemes: object(this.#schemeNames.map((name) => [name, this.scheme()])),
      },
    };
    return { openapi, sql };
  }

  private text(): string {
    return this.#texts.any();
  }

  private path(index: number, templates: Set<string>): [string, unknown] {
    const literal = () => this.#texts.name().replace(/[{}/]/g, "");
    const names = new Set<string>();
    const parameter = () => this.#texts.newName(names, () => this.#texts.name().replace(/[{}/]/g, "") || "p");
    const template = this.#texts.newName(templates, () =>
      this.random.pick([
        () => `/${literal()}${index}`,
        () => `/${index}/${literal()}/{${parameter()}}`,
        () => `/${literal()}/${index}/${literal()}{${parameter()}}${literal()}/`,
        () => `/${index}${literal()}/{${parameter()}}.{${parameter()}}`,
      ])(),
    );
    const inPath = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string);
    const item: Json = { summary: this.text(), description: this.text() };
    for (const method of ["get", "put", "post", "delete", "patch", "options", "head"].filter(() =>
      this.random.oneIn(4),
    ))
      item[method] = this.operation(index, inPath);
    item.get ??= this.operation(index, inPath);
    return [template, item];
  }

  private operation(index: number, inPath: readonly string[]): Json {
    const names = new Set<string>();
    const parameters = [
      ...inPath.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
      ...this.random.list(this.random.below(4), () => this.parameter(this.#texts.newName(names))),
    ];
    return {
      ...(this.random.oneIn(4) ? {} : { operationId: this.#texts.newName(this.#ids) }),
      tags: [this.random.pick([this.#texts.name(), `tag ${index}`]), this.text()],
      summary: this.text(),
      description: this.text(),
      deprecated: this.random.oneIn(4),
      externalDocs: { url: this.text() },
      parameters,
      ...(this.random.oneIn(3) && {
        requestBody: { description: this.text(), required: this.random.oneIn(2), content: this.content() },
      }),
      responses: this.responses(),
      security: this.random.oneIn(2) ? [this.requirement(), {}] : [],
      "x-specline": { table: false },
      [`x-${this.text()}`]: this.text(),
    };
  }

  private parameter(name: string): Json {
    const place = this.random.pick(["query", "header", "cookie"]);
    const described = this.random.oneIn(6)
      ? { content: { [this.mediaType()]: { schema: this.schema(1) } } }
      : { schema: this.schema(2) };
    const more = { required: this.random.oneIn(3), description: this.text(), example: this.text() };
    return { name, in: place, ...more, ...described };
  }

  private responses(): Json {
    const statuses = this.random.pick([
      ["200"],
      ["200", "default"],
      ["201", "4XX"],
      ["default"],
      ["200", "404", "5XX"],
    ]);
    const headers = () =>
      object(
        this.random.list(this.random.below(3), () => [
          this.#texts.name(),
          { description: this.text(), schema: this.schema(2) },
        ]),
      );
    return object(
      statuses.map((status) => [
        status,
        { description: this.text(), headers: headers(), ...(this.random.oneIn(5) ? {} : { content: this.content() }) },
      ]),
    );
  }

  private content(): Json {
    const examples = object([[this.text(), { summary: this.text(), value: this.value() }]]);
    return object(
      this.random.list(1 + this.random.below(2), () => [this.mediaType(), { schema: this.schema(0), examples }]),
    );
  }

  private mediaType(): string {
    return this.random.pick([
      ...["application/json", "application/json", "application/problem+json", "text/plain", "application/octet-stream"],
      ...["multipart/form-data", "application/x-www-form-urlencoded", "*/*", "image/*"],
      ...[`text/${this.text()}`, `${this.text()}+json`, this.text(), `application/json; ${this.text()}`],
    ]);
  }

  private schema(depth: number): unknown {
    const texts = () => ({ title: this.text(), description: this.text() });
    const inner = () => this.schema(depth + 1);
    const leaf: readonly (() => unknown)[] = [
      () => ({ type: "string", ...texts(), default: this.text(), example: this.text() }),
      () => ({ type: "string", enum: [...new Set([this.text(), this.#texts.name(), this.text()])], ...texts() }),
      () => ({
        type: "string",
        format: this.random.pick([this.text(), "date-time", "uuid", "constructor", "__proto__"]),
      }),
      () => ({ type: "string", pattern: this.#texts.pattern(), maxLength: 100 }),
      () => ({ type: "integer", format: this.text(), minimum: -0, example: this.value() }),
      () => (this.#is31 ? { const: this.value(), $comment: this.text() } : { enum: [this.text()], nullable: true }),
      () => ({ $ref: this.reference(), ...(this.#is31 && { description: this.text() }) }),
      () => ({ [`x-${this.text()}`]: this.text() }),
    ];
    const nested: readonly (() => unknown)[] = [
      () => ({ type: "array", items: inner(), ...texts() }),
      () => this.object(depth),
      () => ({ allOf: [inner(), this.object(depth + 1)], ...texts() }),
      () => ({ oneOf: [inner(), { type: "object", properties: object([[this.#texts.name(), inner()]]) }] }),
      () => ({ type: "object", additionalProperties: inner(), default: object([[this.text(), this.value()]]) }),
      () => ({ not: inner() }),
      () => (this.#is31 ? { type: ["string", "null"], examples: [this.value()] } : { type: "string", nullable: true }),
      () => (this.#is31 ? { patternProperties: object([[this.#texts.pattern(), inner()]]) } : {}),
      () =>
        this.#is31
          ? {
              dependentRequired: object([[this.#texts.name(), [this.#texts.name()]]]),
              propertyNames: { maxLength: 99 },
            }
          : {},
    ];
    return this.random.pick(depth > 2 ? leaf : [...leaf, ...nested])();
  }

  private object(depth: number): Json {
    const names = [...new Set(this.random.list(1 + this.random.below(4), () => this.#texts.name()))];
    return {
      type: "object",
      title: this.text(),
      properties: object(names.map((name) => [name, this.schema(depth + 1)])),
      required: names.filter(() => this.random.oneIn(2)),
      additionalProperties: this.random.oneIn(2),
    };
  }

  private component(): Json {
    if (!this.random.oneIn(4)) return this.object(0);
    const [first, second] = [this.random.pick(this.#schemaNames), this.random.pick(this.#schemaNames)];
    return {
      description: this.text(),
      oneOf: [{ $ref: this.reference(first) }, { $ref: this.reference(second) }],
      discriminator: {
        propertyName: this.#texts.name(),
        mapping: object([
          [this.text(), this.reference(first)],
          [this.text(), second],
        ]),
      },
    };
  }

  /** JSON Pointers in URLs have many spellings. */
  private reference(name = this.random.pick(this.#schemaNames)): string {
    const step = name.replaceAll("~", "~0").replaceAll("/", "~1");
    const encoded = this.random.oneIn(2) ? encode(step) : step.replaceAll("%", "%25");
    return `#/components/schemas/${encoded}`;
  }

  private value(): unknown {
    const values = [null, true, 0, -1.5, 1e300, this.text(), [this.text()], object([[this.text(), this.text()]])];
    return this.random.pick(values);
  }

  private scheme(): Json {
    const description = this.text();
    return this.random.pick<Json>([
      { type: "apiKey", in: this.random.pick(["header", "query", "cookie"]), name: this.text(), description },
      { type: "http", scheme: "bearer", bearerFormat: this.text(), description },
      { type: "http", scheme: "basic", description },
      {
        type: "oauth2",
        flows: { clientCredentials: { tokenUrl: this.text(), scopes: object([[this.text(), this.text()]]) } },
      },
      { type: "openIdConnect", openIdConnectUrl: this.text() },
    ]);
  }

  private requirement(): Json {
    return object([[this.random.pick(this.#schemeNames), [this.text()]]]);
  }

  /** A table with hostile names, and the operations that are linked to it. */
  private linked(): { readonly sql: string; readonly paths: readonly [string, unknown][] } {
    const columns = new Set(["id"]);
    const column = () => this.#texts.newName(columns, () => sqlText(this.text()));
    const [table, label, state, type] = [`t${sqlText(this.text())}`, column(), column(), sqlText(this.text())];
    const states = [...new Set([sqlText(this.text()), sqlText(this.text())])];
    const row = {
      type: "object",
      required: ["id"],
      properties: object([
        ["id", { type: "integer" }],
        [label, { type: "string", description: this.text() }],
        [state, { type: "string", enum: states }],
      ]),
    };
    const reply = (schema: unknown) => ({ description: this.text(), content: { "application/json": { schema } } });
    const hint = { tags: [this.#texts.name()], "x-specline": { table } };
    const id = () => ({ operationId: this.#texts.newName(this.#ids) });
    const body = { required: true, content: { "application/json": { schema: row } } };
    const filters = [
      { name: label, in: "query", schema: { type: "string" } },
      { name: "sort", in: "query", schema: { type: "string", enum: [label, `-${label}`], default: label } },
      { name: "limit", in: "query", schema: { type: "integer", default: 10 } },
    ];
    const list = { ...hint, ...id(), parameters: filters, responses: { "200": reply({ type: "array", items: row }) } };
    const one = { parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }] };
    const notFound = { "404": { description: this.text() } };
    return {
      sql: `CREATE TYPE ${quoted(type)} AS ENUM (${states.map(sqlLiteral).join(", ")});
CREATE TABLE ${quoted(table)} (
  id bigint PRIMARY KEY,
  ${quoted(label)} text NOT NULL DEFAULT ${sqlLiteral(sqlText(this.text()))},
  ${quoted(state)} ${quoted(type)},
  CONSTRAINT ${quoted(sqlText(this.text()))} CHECK (${quoted(label)} <> ${sqlLiteral(sqlText(this.text()))})
);
CREATE INDEX ${quoted(sqlText(this.text()))} ON ${quoted(table)} (${quoted(label)});
COMMENT ON TABLE ${quoted(table)} IS ${sqlLiteral(sqlText(this.text()))};`,
      paths: [
        ["/rows", { get: list, post: { ...hint, ...id(), requestBody: body, responses: { "201": reply(row) } } }],
        [
          "/rows/{id}",
          {
            ...one,
            get: { ...hint, ...id(), responses: { "200": reply(row), ...notFound } },
            patch: { ...hint, ...id(), requestBody: body, responses: { "200": reply(row), ...notFound } },
            delete: { ...hint, ...id(), responses: { "204": { description: this.text() }, ...notFound } },
          },
        ],
      ],
    };
  }
}

/** Own keys whatever they are called: `{ __proto__: 1 }` has none. */
function object(entries: readonly (readonly [string, unknown])[]): Json {
  return Object.fromEntries(entries);
}

function encode(text: string): string {
  // Halves of characters have no form in a URL.
  return /\p{Cs}/u.test(text) ? text.replaceAll("%", "%25") : encodeURIComponent(text);
}

/** PostgreSQL has no NUL and no half characters, names have 63 bytes and are not empty. */
function sqlText(text: string): string {
  const plain = text.replace(/\p{Cs}|\0/gu, "");
  let cut = plain.slice(0, 40);
  while (Buffer.byteLength(cut) > 60) cut = cut.slice(0, -1);
  return cut.replace(/\p{Cs}/gu, "") || "x";
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
