import type { Parameter, ParameterStyle, PathTemplate } from "../model/operation";
import type { Schema } from "../model/schema";
import { checkMembers, flag, member, required, text } from "./expect";
import type { Located } from "./located";
import { readExamples } from "./read-examples";
import { pathParameterNames } from "./read-path-template";
import { readSchema } from "./read-schema";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";
import { suggestionFor } from "./suggestion-for";

const members = [
  ...["name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved"],
  ...["schema", "example", "examples", "content"],
];

const places = ["path", "query", "header", "cookie"] as const;

const styles = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
} as const satisfies Record<Parameter["in"], readonly ParameterStyle[]>;

/** OpenAPI 3.1 §4.8.12.1: these header parameters are described elsewhere and shall be ignored. */
const describedElsewhere = ["accept", "content-type", "authorization"];

/** Reads a list of parameters; two of one name and place in the same list are reported. */
export function readParameters(reading: Reading, list: readonly Located[]): readonly Parameter[] {
  const result: Parameter[] = [];
  for (const item of list) {
    const parameter = readParameter(reading, item);
    if (parameter === undefined) continue;
    if (result.some((one) => one.name === parameter.name && one.in === parameter.in)) {
      reading.report("openapi/duplicate-parameter", item, { name: parameter.name, in: parameter.in });
    } else {
      result.push(parameter);
    }
  }
  return result;
}

/** Those of the path item, each replaced by the operation's own of the same name and place. */
export function mergeParameters(shared: readonly Parameter[], own: readonly Parameter[]): readonly Parameter[] {
  const isReplaced = (one: Parameter) => own.some((other) => other.name === one.name && other.in === one.in);
  return [...shared.filter((one) => !isReplaced(one)), ...own];
}

/** Leaves out path parameters that the template lacks; reports them, and those that it has and nobody declares. */
export function matchPathParameters(
  reading: Reading,
  parameters: readonly Parameter[],
  path: PathTemplate,
  at: Located,
): readonly Parameter[] {
  const names = pathParameterNames(path);
  for (const name of names) {
    if (!parameters.some((one) => one.in === "path" && one.name === name)) {
      reading.report("openapi/undeclared-path-parameter", at, { name, path: path.text });
    }
  }
  return parameters.filter((one) => {
    if (one.in !== "path" || names.includes(one.name)) return true;
    reading.report("openapi/unused-path-parameter", one.span, { name: one.name, path: path.text });
    return false;
  });
}

function readParameter(reading: Reading, item: Located): Parameter | undefined {
  const place = resolveFully(reading, item);
  if (place === undefined) return undefined;
  const name = required(reading, place, "name", "text", "this parameter")?.value as string | undefined;
  const where = required(reading, place, "in", "text", "this parameter");
  if (name === undefined || where === undefined) return undefined;
  const location = places.find((one) => one === where.value);
  if (location === undefined) {
    const expected = "`path`, `query`, `header` or `cookie`";
    reading.report("openapi/wrong-type", where, { field: "in", expected, found: `\`${String(where.value)}\`` });
    return undefined;
  }
  if (location === "header" && describedElsewhere.includes(name.toLowerCase())) {
    reading.report("openapi/ignored-header-parameter", place, { name });
    return undefined;
  }
  checkMembers(reading, place, members, (key) => suggestionFor(key, members));
  const isRequired = flag(reading, place, "required");
  if (location === "path" && !isRequired) reading.report("openapi/optional-path-parameter", place, { name });
  const style = readStyle(reading, place, location);
  const explode = member(reading, place, "explode", "boolean")?.value as boolean | undefined;
  const empty = place.get("allowEmptyValue");
  if (empty?.value === true) {
    const hint = "An empty value is checked against the schema like any other.";
    reading.features.add("openapi/unsupported-feature", "allowEmptyValue", empty, hint);
  }
  const description = text(reading, place, "description");
  return {
    name,
    in: location,
    required: isRequired || location === "path",
    style,
    explode: explode ?? style === "form",
    allowReserved: flag(reading, place, "allowReserved"),
    ...readValueSchema(reading, place),
    ...readExamples(reading, place.get("content")?.entries()[0]?.[1] ?? place),
    ...(description !== undefined && { description }),
    deprecated: flag(reading, place, "deprecated"),
    span: item.span,
  };
}

export function readStyle(reading: Reading, place: Located, location: Parameter["in"]): ParameterStyle {
  const at = member(reading, place, "style", "text");
  const allowed: readonly ParameterStyle[] = styles[location];
  const style = allowed.find((one) => one === at?.value);
  if (at !== undefined && style === undefined) {
    const expected = allowed.map((one) => `\`${one}\``).join(", ");
    reading.report("openapi/wrong-type", at, { field: "style", expected, found: `\`${String(at.value)}\`` });
  }
  return style ?? (allowed[0] as ParameterStyle);
}

/** The `schema` of a parameter or header, or that of its one `content` entry. */
export function readValueSchema(
  reading: Reading,
  place: Located,
): { readonly schema: Schema; readonly mediaType?: string } {
  const schema = place.get("schema");
  if (schema !== undefined) return { schema: readSchema(reading, schema) };
  const content = member(reading, place, "content", "object")?.entries()[0];
  const inner = content?.[1].get("schema");
  const any: Schema = { kind: "boolean", accepts: true, span: place.span };
  if (content === undefined) {
    reading.report("openapi/missing-field", place, { field: "schema", what: "this parameter" });
    return { schema: any };
  }
  const [mediaType, entry] = content;
  if (!/^(application\/([\w.-]+\+)?json|text\/[\w.+-]+)\s*(;|$)/i.test(mediaType)) {
    const hint = "Its value is read as a text. Describe it by `schema`, or as `application/json`.";
    reading.features.add("openapi/unsupported-feature", `content of type ${mediaType}`, entry, hint);
  }
  return { schema: inner === undefined ? any : readSchema(reading, inner), mediaType };
}
