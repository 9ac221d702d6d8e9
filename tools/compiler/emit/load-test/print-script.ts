import type { Operation, Slo } from "../../model/operation";
import { type Code, code, identifier, join, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import type { Body, Call, ResourcePlan, Step } from "./plan";
import { printOperation } from "./print-call";
import { printSteps } from "./print-steps";
import { object } from "./print-value";
import { usedNames } from "./used-names";
import type { Reference } from "./value";

/** The script of one resource: what it calls, what it leaves out and why, and the flow of one iteration. */
export function printScript(
  plan: ResourcePlan,
  basePath: string,
  fileOf: (collection: string) => string,
  slos: Readonly<Record<string, Slo>>,
): Code {
  const uses = usesOf(plan.steps);
  const rowsName = (reference: Reference) => nameOf(reference, fileOf);
  const collections = [...new Set(plan.references.map(({ collection }) => collection))].sort();
  const aliases = new Map(collections.map((collection, index) => [collection, `rows${index + 1}`]));
  const alias = (collection: string) => identifier(aliases.get(collection) ?? "rows0");
  const flow = printSteps(plan.steps, { rowsName, basePath, verb: code`call` });
  const setup = plan.references.map((reference) => {
    const rows = alias(reference.collection);
    const made = reference.mode === "own" ? code`${rows}.own(load.virtualUsers)` : code`${rows}.shared()`;
    return code`${propertyKey(rowsName(reference))}: ${made}`;
  });
  const parts = [
    code`${join(
      [
        code`import { ${join(importsOf(plan, flow).map(identifier), ", ")} } from "../../../generated/load-test/run-time.js";`,
        ...collections.map(
          (collection) =>
            code`import * as ${alias(collection)} from ${stringLiteral(`../../../generated/load-test/rows/${fileOf(collection)}.js`)};`,
        ),
      ],
      "\n",
    )}`,
    code`/** What one iteration calls, and what it leaves out. Read by Specline: plain JSON. */
export const plan = ${printPlan(plan, slos)};`,
    code`const operations = ${object(
      plan.operations.map((operation) =>
        printOperation(operation, uses.read.has(operation), uses.bodies.get(operation)),
      ),
    )};`,
    ...(plan.operations.length === 0
      ? []
      : [code`checkResponses(operations, () => open("./load-test.responses.json"));`]),
    code`const load = loadFor(plan);

export const options = load.options;`,
    code`/** Rows that others are made with; not measured. */
export function setup() {
  return prepared(${object(setup)});
}`,
    code`export default function (rows) {
  attempt(rows, (n) => {
    ${flow}
  });
}`,
    code`export function teardown(rows) {
  cleanUp(rows);
}`,
  ];
  return code`${join(parts, "\n\n")}\n`;
}

const helpers = [
  "call",
  "callPages",
  "form",
  "json",
  "key",
  "keyOf",
  "ownKeyOf",
  "pick",
  "query",
  "read",
  "unique",
  "uniqueInteger",
];

function importsOf({ operations }: ResourcePlan, flow: Code): readonly string[] {
  const checking = operations.length === 0 ? [] : ["checkResponses"];
  return ["attempt", ...checking, "cleanUp", "loadFor", "operation", "prepared", ...usedNames([flow], helpers)].sort();
}

/** A property of `rows`; own rows are beside the shared ones. */
function nameOf({ collection, mode }: Reference, fileOf: (collection: string) => string): string {
  return mode === "own" ? `own ${fileOf(collection)}` : fileOf(collection);
}

function printPlan(plan: ResourcePlan, slos: Readonly<Record<string, Slo>>): Code {
  const names = plan.operations.map(({ id }) => stringLiteral(id));
  const skipped = plan.skipped.map(
    ({ operation, reason }) => code`{ "operation": ${stringLiteral(operation)}, "reason": ${stringLiteral(reason)} }`,
  );
  return code`{
  "operations": ${list(names)},
  "skipped": ${list(skipped)},
  "requestsPerIteration": ${numberLiteral(requestsOf(plan.steps))}${printSlos(plan.operations, slos)}
}`;
}

/** How many requests the steps send at most. */
function requestsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    const nextPage = step.kind === "list" && step.nextPage !== undefined ? 1 : 0;
    return sum + 1 + nextPage + (step.kind === "create" ? requestsOf(step.inner) : 0);
  }, 0);
}

/** Objectives of the operations that have some. */
function printSlos(operations: readonly Operation[], slos: Readonly<Record<string, Slo>>): Code {
  const entries = operations.flatMap(({ id, slo }) => {
    const own = Object.hasOwn(slos, id) ? slos[id] : undefined;
    if (slo === undefined && own === undefined) return [];
    const { p95Ms, p99Ms, errorRate } = { ...slo, ...own };
    const figures = Object.entries({ p95Ms, p99Ms, errorRate }).flatMap(([name, value]) =>
      value === undefined ? [] : [code`${stringLiteral(name)}: ${numberLiteral(value)}`],
    );
    return [code`${stringLiteral(id)}: { ${join(figures, ", ")} }`];
  });
  return entries.length === 0 ? nothing : code`,\n  "slos": {\n    ${join(entries, ",\n")}\n  }`;
}

function list(items: readonly Code[]): Code {
  return items.length === 0 ? code`[]` : code`[\n  ${join(items, ",\n")}\n]`;
}

interface Uses {
  /** Operations whose responses are looked into. */
  readonly read: ReadonlySet<Operation>;
  readonly bodies: ReadonlyMap<Operation, Body>;
}

function usesOf(steps: readonly Step[]): Uses {
  const read = new Set<Operation>();
  const bodies = new Map<Operation, Body>();
  const note = (call: Call) => {
    if (call.body !== undefined) bodies.set(call.operation, call.body);
  };
  const visit = (step: Step): void => {
    note(step.call);
    if (step.kind === "list" && step.nextPage !== undefined) read.add(step.call.operation);
    if (step.kind !== "create") return;
    if (step.capture?.from.kind === "response") read.add(step.call.operation);
    for (const inner of step.inner) visit(inner);
  };
  for (const step of steps) visit(step);
  return { read, bodies };
}
