import { type Code, code } from "../text";

/**
 * The check of responses that scripts bring along for a k6 without Specline's extension: it walks the schemas of
 * `load-test.responses.json`, whose keywords are JSON Schema 2020-12. What it does not know it takes for valid: `format` and
 * `unevaluated…`, and where what it knows depends on these (`oneOf`, `not`, `if`, `maxContains`), that too.
 */
export const responseCheckSource: Code = code`/**
 * What is wrong with a response: { path, keyword }; undefined: nothing is.
 *
 * replies: status ("200", "4XX" or "default") → { headers, content: [{ type, schema }] }
 * resolve: reference → schema
 */
export function findFaultOfResponse(replies, response, resolve) {
  const { status, headers } = response;
  if (status === 0) return undefined;
  const reply = replies[status] || replies[Math.floor(status / 100) + "XX"] || replies.default;
  if (reply === undefined) return undefined;
  const given = {};
  for (const name of Object.keys(headers)) given[name.toLowerCase()] = headers[name];
  const missing = reply.headers.find((name) => given[name.toLowerCase()] === undefined);
  if (missing !== undefined) return { path: missing, keyword: "header" };
  // Never with a body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
  if (reply.content.length === 0 || status === 204 || status === 205 || status === 304) return undefined;
  const type = essenceOf(given["content-type"] || "");
  const fitting = ["*/*", type.split("/")[0] + "/*", type].reduce((found, range) => {
    const more = reply.content.filter((one) => essenceOf(one.type) === range);
    return more.length > 0 ? more : found;
  }, []);
  if (fitting.length === 0) return { path: "", keyword: "content-type" };
  // Types that differ in parameters only are not told apart.
  const { schema } = fitting[0];
  if (schema === undefined || fitting.length > 1 || !isJson(type)) return undefined;
  let value;
  try {
    value = JSON.parse(response.body);
  } catch {
    return { path: "", keyword: "json" };
  }
  return findFault(schema, value, resolve);
}

/** What is wrong with a value: the path to where it is, and the keyword that says so. */
export function findFault(schema, value, resolve, path = "") {
  if (schema === true) return undefined;
  if (schema === false) return { path, keyword: "false" };
  for (const keyword of Object.keys(schema)) {
    const check = checks.get(keyword);
    const fault = check === undefined ? undefined : check(schema[keyword], value, { schema, path, resolve });
    if (fault === true) return { path, keyword };
    if (fault !== undefined && fault !== false) return fault;
  }
  return undefined;
}

/** Each says of a value whether the keyword refuses it, or which fault is inside of it. */
const checks = new Map(
  Object.entries({
    $ref: (reference, value, at) => findFault(at.resolve(reference), value, at.resolve, at.path),
    type: (types, value) => ![].concat(types).some((type) => isOfType(value, type)),
    const: (one, value) => !isEqual(one, value),
    enum: (values, value) => !values.some((one) => isEqual(one, value)),
    minimum: (least, value) => isNumber(value) && value < least,
    maximum: (most, value) => isNumber(value) && value > most,
    exclusiveMinimum: (least, value) => isNumber(value) && value <= least,
    exclusiveMaximum: (most, value) => isNumber(value) && value >= most,
    multipleOf: (factor, value) => isNumber(value) && !isMultiple(value / factor),
    minLength: (least, value) => typeof value === "string" && [...value].length < least,
    maxLength: (most, value) => typeof value === "string" && [...value].length > most,
    pattern: (pattern, value) => typeof value === "string" && !matches(pattern, value),
    minItems: (least, value) => Array.isArray(value) && value.length < least,
    maxItems: (most, value) => Array.isArray(value) && value.length > most,
    uniqueItems: (isWanted, value) =>
      isWanted && Array.isArray(value) && value.some((one, index) => value.slice(0, index).some((two) => isEqual(one, two))),
    prefixItems: (schemas, value, at) =>
      Array.isArray(value) ? first(value.slice(0, schemas.length), (one, index) => inside(schemas[index], one, at, index)) : undefined,
    items: (schema, value, at) => {
      if (!Array.isArray(value)) return undefined;
      const before = (at.schema.prefixItems || []).length;
      return first(value.slice(before), (one, index) => inside(schema, one, at, before + index));
    },
    contains: (schema, value, at) => {
      if (!Array.isArray(value)) return false;
      const { minContains = 1, maxContains = Infinity } = at.schema;
      const found = value.filter((one) => fits(schema, one, at)).length;
      return found < minContains || (found > maxContains && isKnown(schema, at.resolve));
    },
    minProperties: (least, value) => isObject(value) && Object.keys(value).length < least,
    maxProperties: (most, value) => isObject(value) && Object.keys(value).length > most,
    required: (names, value) => isObject(value) && names.some((name) => !has(value, name)),
    properties: (schemas, value, at) =>
      isObject(value)
        ? first(Object.keys(schemas), (name) => (has(value, name) ? inside(schemas[name], value[name], at, name) : undefined))
        : undefined,
    patternProperties: (schemas, value, at) =>
      isObject(value)
        ? first(Object.keys(schemas), (pattern) =>
            first(Object.keys(value), (name) =>
              matches(pattern, name) && isPattern(pattern) ? inside(schemas[pattern], value[name], at, name) : undefined,
            ),
          )
        : undefined,
    additionalProperties: (schema, value, at) => {
      if (!isObject(value)) return undefined;
      const { properties = {}, patternProperties = {} } = at.schema;
      const patterns = Object.keys(patternProperties);
      const others = Object.keys(value).filter(
        (name) => !has(properties, name) && !patterns.some((pattern) => matches(pattern, name)),
      );
      return schema === false ? others.length > 0 : first(others, (name) => inside(schema, value[name], at, name));
    },
    propertyNames: (schema, value, at) => isObject(value) && Object.keys(value).some((name) => !fits(schema, name, at)),
    dependentRequired: (names, value) =>
      isObject(value) &&
      Object.keys(names).some((name) => has(value, name) && names[name].some((other) => !has(value, other))),
    dependentSchemas: (schemas, value, at) =>
      isObject(value)
        ? first(Object.keys(schemas), (name) =>
            has(value, name) ? findFault(schemas[name], value, at.resolve, at.path) : undefined,
          )
        : undefined,
    allOf: (schemas, value, at) => first(schemas, (one) => findFault(one, value, at.resolve, at.path)),
    anyOf: (schemas, value, at) => !schemas.some((one) => fits(one, value, at)),
    oneOf: (schemas, value, at) => {
      const fitting = schemas.filter((one) => fits(one, value, at));
      return fitting.length === 0 || (fitting.length > 1 && fitting.every((one) => isKnown(one, at.resolve)));
    },
    not: (schema, value, at) => fits(schema, value, at) && isKnown(schema, at.resolve),
    if: (schema, value, at) => {
      const { then: whenFitting = true, else: otherwise = true } = at.schema;
      if (!fits(schema, value, at)) return findFault(otherwise, value, at.resolve, at.path);
      return isKnown(schema, at.resolve) ? findFault(whenFitting, value, at.resolve, at.path) : undefined;
    },
  }),
);

const unknown = ["format", "unevaluatedItems", "unevaluatedProperties"];
const withOne = ["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"];
const withList = ["prefixItems", "allOf", "anyOf", "oneOf"];
const withMap = ["properties", "patternProperties", "dependentSchemas"];

/** Whether every keyword in a schema is checked, so that what fits is valid beyond doubt. */
function isKnown(schema, resolve, seen = []) {
  if (typeof schema === "boolean" || seen.includes(schema)) return true;
  seen.push(schema);
  return Object.keys(schema).every((keyword) => {
    const value = schema[keyword];
    if (unknown.includes(keyword)) return false;
    if (keyword === "pattern") return isPattern(value);
    if (keyword === "$ref") return isKnown(resolve(value), resolve, seen);
    if (keyword === "patternProperties" && !Object.keys(value).every(isPattern)) return false;
    const schemas = withOne.includes(keyword)
      ? [value]
      : withList.includes(keyword)
        ? value
        : withMap.includes(keyword)
          ? Object.keys(value).map((name) => value[name])
          : [];
    return schemas.every((one) => isKnown(one, resolve, seen));
  });
}

function fits(schema, value, { resolve }) {
  return findFault(schema, value, resolve) === undefined;
}

function inside(schema, value, { path, resolve }, name) {
  return findFault(schema, value, resolve, path + "/" + String(name).split("~").join("~0").split("/").join("~1"));
}

/** The first fault that there is. */
function first(values, faultOf) {
  for (let index = 0; index < values.length; index++) {
    const fault = faultOf(values[index], index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const patterns = new Map();

/** null: the engine does not know the pattern, and what it cannot judge it lets pass. */
function compiled(pattern) {
  if (!patterns.has(pattern)) {
    try {
      patterns.set(pattern, new RegExp(pattern, "u"));
    } catch {
      patterns.set(pattern, null);
    }
  }
  return patterns.get(pattern);
}

function isPattern(pattern) {
  return compiled(pattern) !== null;
}

function matches(pattern, text) {
  const expression = compiled(pattern);
  return expression === null || expression.test(text);
}

function isOfType(value, type) {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumber(value) {
  return typeof value === "number";
}

/** Decimal fractions are not exact: 0.0075 / 0.0001 is 75.00000000000001. */
function isMultiple(quotient) {
  return Number.isFinite(quotient) && Math.abs(quotient - Math.round(quotient)) <= 1e-12 * Math.abs(quotient);
}

function has(object, name) {
  return Object.prototype.hasOwnProperty.call(object, name);
}

function isEqual(one, two) {
  if (one === two) return true;
  if (Array.isArray(one))
    return Array.isArray(two) && one.length === two.length && one.every((item, index) => isEqual(item, two[index]));
  if (!isObject(one) || !isObject(two)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(two).length && names.every((name) => has(two, name) && isEqual(one[name], two[name]));
}

function essenceOf(type) {
  return type.split(";")[0].trim().toLowerCase();
}

function isJson(type) {
  return type === "application/json" || type.endsWith("+json");
}
`;
