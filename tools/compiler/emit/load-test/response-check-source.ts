import { type Code, code } from "../text";

/**
 * The check of responses that scripts bring along for a k6 without Specline's extension, by the schemas of
 * `load-test.responses.json`, whose keywords are those of JSON Schema 2020-12. What it does not know it takes for valid: `format` and
 * `unevaluated…`, and where what it knows depends on these (`oneOf`, `not`, `if`, `maxContains`), that too.
 */
export const responseCheckSource: Code = code`/**
 * What is wrong with a response: { path, keyword }; undefined: nothing is.
 *
 * replies: status ("200", "4XX" or "default") → { headers, content: [{ type, schema }] }
 * checkOf: schema → check of a value
 */
export function findFaultOfResponse(replies, response, checkOf) {
  const { status, headers } = response;
  if (status === 0) return undefined;
  const reply = replies[status] || replies[Math.floor(status / 100) + "XX"] || replies.default;
  if (reply === undefined) return undefined;
  if (reply.headers.length > 0) {
    const given = Object.keys(headers).map((name) => name.toLowerCase());
    const missing = reply.headers.find((name) => !given.includes(name.toLowerCase()));
    if (missing !== undefined) return { path: missing, keyword: "header" };
  }
  // Never with a body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
  if (reply.content.length === 0 || status === 204 || status === 205 || status === 304) return undefined;
  // k6 writes names of headers as Go does.
  const { isKnown, schema } = contentOf(reply, headers["Content-Type"] || "");
  if (!isKnown) return { path: "", keyword: "content-type" };
  if (schema === undefined) return undefined;
  let value;
  try {
    value = JSON.parse(response.body);
  } catch {
    return { path: "", keyword: "json" };
  }
  return checkOf(schema)(value);
}

const contents = new Map();
const mostOfReply = 20;

/** What a reply says of a type: whether it has it, and the schema of JSON. Most services write it in one way only. */
function contentOf(reply, header) {
  let known = contents.get(reply);
  if (known === undefined) contents.set(reply, (known = new Map()));
  let found = known.get(header);
  if (found === undefined) {
    found = findContent(reply.content, essenceOf(header));
    if (known.size < mostOfReply) known.set(header, found);
  }
  return found;
}

function findContent(content, type) {
  const fitting = ["*/*", type.split("/")[0] + "/*", type].reduce((found, range) => {
    const more = content.filter((one) => essenceOf(one.type) === range);
    return more.length > 0 ? more : found;
  }, []);
  // Types that differ in parameters only are not told apart.
  const isTold = fitting.length === 1 && isJson(type);
  return { isKnown: fitting.length > 0, schema: isTold ? fitting[0].schema : undefined };
}

/**
 * Makes checks of schemas: functions from a value to what is wrong with it, the path to where it is and the keyword that says so.
 * Each is made once, in the form that costs least when it runs.
 *
 * resolve: reference → schema
 */
export function checkerFor(resolve) {
  const known = new Map();
  const context = { resolve };
  context.checkOf = (schema) => {
    let check = known.get(schema);
    if (check === undefined) {
      check = typeof schema === "boolean" ? () => !schema && { path: "", keyword: "false" } : together(schema, context);
      known.set(schema, check);
    }
    return check;
  };
  return (schema) => (value) => context.checkOf(schema)(value) || undefined;
}

function together(schema, context) {
  const checks = Object.keys(schema)
    .filter((keyword) => makers.has(keyword))
    .map((keyword) => ({ keyword, check: makers.get(keyword)(schema[keyword], context, schema) }));
  const keywords = checks.map(({ keyword }) => keyword);
  const refusals = checks.map(({ check }) => check);
  return (value) => {
    for (let index = 0; index < refusals.length; index++) {
      const fault = refusals[index](value);
      if (fault === true) return { path: "", keyword: keywords[index] };
      if (fault) return fault;
    }
    return undefined;
  };
}

/** Each makes a function that says of a value whether the keyword refuses it, or which fault is inside of it. */
const makers = new Map(
  Object.entries({
    $ref: (reference, { checkOf, resolve }) => {
      let check;
      return (value) => {
        if (check === undefined) check = checkOf(resolve(reference));
        return check(value);
      };
    },
    type: (types) => {
      if (typeof types !== "string") return (value) => !types.some((type) => isOfType(value, type));
      // Loops and what JavaScript says of a type cost a fraction of calls.
      if (types === "string" || types === "number" || types === "boolean") return (value) => typeof value !== types;
      return (value) => !isOfType(value, types);
    },
    const: (one) => (value) => !isEqual(one, value),
    enum: (values) => (value) => {
      for (let index = 0; index < values.length; index++) if (values[index] === value) return false;
      return typeof value !== "object" || !values.some((one) => isEqual(one, value));
    },
    minimum: (least) => (value) => isNumber(value) && value < least,
    maximum: (most) => (value) => isNumber(value) && value > most,
    exclusiveMinimum: (least) => (value) => isNumber(value) && value <= least,
    exclusiveMaximum: (most) => (value) => isNumber(value) && value >= most,
    multipleOf: (factor) => (value) => isNumber(value) && !isMultiple(value / factor),
    minLength: (least) => (value) => typeof value === "string" && value.length < 2 * least && [...value].length < least,
    maxLength: (most) => (value) => typeof value === "string" && value.length > most && [...value].length > most,
    pattern: (pattern) => (value) => typeof value === "string" && !matches(pattern, value),
    minItems: (least) => (value) => Array.isArray(value) && value.length < least,
    maxItems: (most) => (value) => Array.isArray(value) && value.length > most,
    uniqueItems: (isWanted) => (value) =>
      isWanted &&
      Array.isArray(value) &&
      value.some((one, index) => value.slice(0, index).some((two) => isEqual(one, two))),
    prefixItems: (schemas, { checkOf }) => {
      const checks = schemas.map(checkOf);
      return (value) =>
        Array.isArray(value) &&
        first(value.slice(0, checks.length), (one, index) => inside(checks[index](one), index));
    },
    items: (schema, { checkOf }, { prefixItems = [] }) => {
      const check = checkOf(schema);
      const begin = prefixItems.length;
      return (value) => {
        if (!Array.isArray(value)) return false;
        for (let index = begin; index < value.length; index++) {
          const fault = check(value[index]);
          if (fault) return inside(fault, index);
        }
        return false;
      };
    },
    contains: (schema, { checkOf, resolve }, { minContains = 1, maxContains = Infinity }) => {
      const check = checkOf(schema);
      const most = isKnown(schema, resolve) ? maxContains : Infinity;
      return (value) => {
        if (!Array.isArray(value)) return false;
        const found = value.filter((one) => !check(one)).length;
        return found < minContains || found > most;
      };
    },
    minProperties: (least) => (value) => isObject(value) && Object.keys(value).length < least,
    maxProperties: (most) => (value) => isObject(value) && Object.keys(value).length > most,
    required: (names) => {
      const inherited = names.filter((name) => name in Object.prototype);
      return (value) => {
        if (!isObject(value)) return false;
        for (let index = 0; index < names.length; index++) if (value[names[index]] === undefined) return true;
        return inherited.some((name) => !has(value, name));
      };
    },
    properties: (schemas, { checkOf }) => {
      const names = Object.keys(schemas);
      const checks = names.map((name) => checkOf(schemas[name]));
      const isInherited = names.map((name) => name in Object.prototype);
      return (value) => {
        if (!isObject(value)) return false;
        for (let index = 0; index < names.length; index++) {
          const name = names[index];
          // No value of JSON is undefined.
          const part = value[name];
          if (part === undefined || (isInherited[index] && !has(value, name))) continue;
          const fault = checks[index](part);
          if (fault) return inside(fault, name);
        }
        return false;
      };
    },
    patternProperties: (schemas, { checkOf }) => {
      const entries = Object.keys(schemas).map((pattern) => ({ pattern, check: checkOf(schemas[pattern]) }));
      return (value) =>
        isObject(value) &&
        first(entries.filter(({ pattern }) => isPattern(pattern)), ({ pattern, check }) =>
          first(Object.keys(value), (name) => matches(pattern, name) && inside(check(value[name]), name)),
        );
    },
    additionalProperties: (schema, { checkOf }, { properties = {}, patternProperties = {} }) => {
      const check = checkOf(schema);
      const patterns = Object.keys(patternProperties);
      return (value) => {
        if (!isObject(value)) return false;
        const others = Object.keys(value).filter(
          (name) => !has(properties, name) && !patterns.some((pattern) => matches(pattern, name)),
        );
        return schema === false ? others.length > 0 : first(others, (name) => inside(check(value[name]), name));
      };
    },
    propertyNames: (schema, { checkOf }) => {
      const check = checkOf(schema);
      return (value) => isObject(value) && Object.keys(value).some((name) => check(name));
    },
    dependentRequired: (names) => (value) =>
      isObject(value) &&
      Object.keys(names).some((name) => has(value, name) && names[name].some((other) => !has(value, other))),
    dependentSchemas: (schemas, { checkOf }) => (value) =>
      isObject(value) && first(Object.keys(schemas), (name) => has(value, name) && checkOf(schemas[name])(value)),
    allOf: (schemas, { checkOf }) => {
      const checks = schemas.map(checkOf);
      return (value) => first(checks, (check) => check(value));
    },
    anyOf: (schemas, { checkOf }) => {
      const checks = schemas.map(checkOf);
      return (value) => checks.every((check) => check(value));
    },
    oneOf: (schemas, { checkOf, resolve }) => {
      const checks = schemas.map(checkOf);
      return (value) => {
        const fitting = schemas.filter((_, index) => !checks[index](value));
        return fitting.length === 0 || (fitting.length > 1 && fitting.every((one) => isKnown(one, resolve)));
      };
    },
    not: (schema, { checkOf, resolve }) => (value) => !checkOf(schema)(value) && isKnown(schema, resolve),
    if: (schema, { checkOf, resolve }, { then: whenFitting = true, else: otherwise = true }) => (value) => {
      if (checkOf(schema)(value)) return checkOf(otherwise)(value);
      return isKnown(schema, resolve) && checkOf(whenFitting)(value);
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

/** A fault of a part, as one of the whole. */
function inside(fault, name) {
  if (!fault) return fault;
  const { path, keyword } = fault;
  return { path: "/" + String(name).split("~").join("~0").split("/").join("~1") + path, keyword };
}

/** The first fault that there is. */
function first(values, faultOf) {
  for (let index = 0; index < values.length; index++) {
    const fault = faultOf(values[index], index);
    if (fault) return fault;
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
