import type { ApiConfig } from "../../workspace/project-config";

type Member = keyof ApiConfig | "$schema";

const isText = (value: unknown) => typeof value === "string";
const oneOf = (...values: readonly string[]) => ({
  is: (value: unknown) => values.some((one) => one === value),
  expected: values.map((one) => JSON.stringify(one)).join(" or "),
});
const isObjectives = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(([name, figure]) => {
    if (typeof figure !== "number") return false;
    if (name === "errorRate") return figure >= 0 && figure <= 1;
    return (name === "p95Ms" || name === "p99Ms") && figure > 0;
  });
const text = { is: isText, expected: "a text" };

const members: Readonly<Record<Member, { readonly is: (value: unknown) => boolean; readonly expected: string }>> = {
  $schema: text,
  kind: oneOf("api"),
  generates: oneOf("load-tests"),
  framework: oneOf("express", "fastify", "koa"),
  directory: text,
  output: text,
  errorFormat: oneOf("envelope", "problem"),
  responseValidation: oneOf("off", "log", "enforce"),
  database: text,
  withoutDatabase: { is: (value) => value === true, expected: "true" },
  allowRemote: { is: (value) => Array.isArray(value) && value.every(isText), expected: "a list of origins" },
  slo: {
    is: (value) => typeof value === "object" && value !== null && Object.values(value).every(isObjectives),
    expected: "an object of operationIds with p95Ms, p99Ms (above 0) and errorRate (0 to 1)",
  },
  granularity: oneOf("resource", "operation"),
  handlers: {
    is: (value) => typeof value === "object" && value !== null && Object.values(value).every(isText),
    expected: "an object of operations with their files",
  },
};

/** What is wrong with `specline.json` of an API: a typo in it would otherwise mean the default. `undefined`: nothing. */
export function configProblem(config: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(config)) {
    if (!Object.hasOwn(members, name)) return `it has no \`${name}\`, only ${Object.keys(members).join(", ")}`;
    const { is, expected } = members[name as Member];
    if (!is(value)) return `\`${name}\` is ${JSON.stringify(value)}; it must be ${expected}`;
  }
  return undefined;
}
