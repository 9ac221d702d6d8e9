import type { Operation, Slo } from "../../model/operation";
import type { Service } from "../../model/service";
import { type Code, code, identifier, join, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import { flowNeeds, keyedReferences, referenceText } from "./flow-needs";
import type { Body, Call, Capture, ResourcePlan, ResourcePlans, Step } from "./plan";
import { printOperation } from "./print-call";
import { printKeys } from "./print-keys";
import { printSteps } from "./print-steps";
import { object } from "./print-value";
import { usedNames } from "./used-names";
import type { Reference } from "./value";

export interface ScriptInput {
  readonly plans: ResourcePlans;
  readonly service: Service;
  /** File of the rows that a flow refers to. */
  readonly fileOf: (reference: Reference, flow: ResourcePlan) => string;
  readonly slos: Readonly<Record<string, Slo>>;
}

/** The script of one resource: what it calls, what it leaves out and why, and the flow of one iteration. */
export function printScript({ plans, service, fileOf, slos }: ScriptInput): Code {
  const { without, withKeys } = plans;
  const flows = withKeys === undefined ? [without] : [without, withKeys];
  const operations = calledOperations(plans);
  const uses = usesOf(flows.flatMap(({ steps }) => steps));
  const files = [
    ...new Set(flows.flatMap((flow) => flow.references.map((reference) => fileOf(reference, flow)))),
  ].sort();
  const aliases = new Map(files.map((file, index) => [file, `rows${index + 1}`]));
  const keys = printKeys(operations, service);
  const setupOf = (flow: ResourcePlan) => {
    const keyed = keyedReferences(flow.steps);
    return object(
      flow.references.map((reference) => {
        const file = fileOf(reference, flow);
        const rows = identifier(aliases.get(file) ?? "rows0");
        const made = reference.mode === "own" ? code`${rows}.own(load.virtualUsers)` : code`${rows}.shared()`;
        const opening = keyed.get(referenceText(reference))?.map(({ id }) => stringLiteral(id));
        const guarded = opening === undefined ? made : code`load.isOpen(${join(opening, ", ")}) ? ${made} : []`;
        return code`${propertyKey(nameOf(reference, file))}: ${guarded}`;
      }),
    );
  };
  const flowOf = (flow: ResourcePlan) =>
    printSteps(flow.steps, {
      rowsName: (reference) => nameOf(reference, fileOf(reference, flow)),
      basePath: service.basePath,
      verb: code`call`,
    });
  const isPrepared = flows.some(({ references }) => references.length > 0);
  const setup =
    withKeys === undefined || !isPrepared
      ? setupOf(without)
      : code`load.usesKeys ? ${setupOf(withKeys)} : ${setupOf(without)}`;
  const flow =
    withKeys === undefined
      ? flowOf(without)
      : code`if (load.usesKeys) {\n  ${flowOf(withKeys)}\n}${
          without.steps.length === 0 ? nothing : code` else {\n  ${flowOf(without)}\n}`
        }`;
  const parts = [
    code`${join(
      [
        code`import { ${join(importsOf(operations, flow).map(identifier), ", ")} } from "../../../generated/load-test/run-time.js";`,
        ...files.map(
          (file) =>
            code`import * as ${identifier(aliases.get(file) ?? "rows0")} from ${stringLiteral(`../../../generated/load-test/rows/${file}.js`)};`,
        ),
      ],
      "\n",
    )}`,
    code`/** What one iteration calls, and what it leaves out. Read by Specline: plain JSON. */
export const plan = ${printPlan(plans, keys, slos)};`,
    ...(keys === undefined ? [] : [code`const { keys } = plan;`]),
    code`const operations = ${object(
      operations.map((operation) =>
        printOperation(operation, service, uses.read.has(operation), uses.bodies.get(operation)),
      ),
    )};`,
    ...(operations.length === 0 ? [] : [code`checkResponses(operations, () => open("./load-test.responses.json"));`]),
    code`const load = loadFor(plan);

export const options = load.options;`,
    code`/** Rows that others are made with; not measured. */
export function setup() {
  return prepared(() => (${setup}));
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

/** By any of the flows, in the description's order. */
export function calledOperations({ resource, without, withKeys }: ResourcePlans): readonly Operation[] {
  const called = new Set([...without.operations, ...(withKeys?.operations ?? [])]);
  return resource.operations.filter((operation) => called.has(operation));
}

const helpers = [
  "call",
  "callPages",
  "form",
  "headerOf",
  "json",
  "key",
  "keyOf",
  "locatedIn",
  "ownKeyOf",
  "pick",
  "query",
  "separated",
  "read",
  "unique",
  "uniqueInteger",
];

function importsOf(operations: readonly Operation[], flow: Code): readonly string[] {
  const checking = operations.length === 0 ? [] : ["checkResponses"];
  return ["attempt", ...checking, "cleanUp", "loadFor", "operation", "prepared", ...usedNames([flow], helpers)].sort();
}

/** A property of `rows`; own rows are beside the shared ones. */
function nameOf({ mode }: Reference, file: string): string {
  return mode === "own" ? `own ${file}` : file;
}

function printPlan(plans: ResourcePlans, keys: Code | undefined, slos: Readonly<Record<string, Slo>>): Code {
  const { without, withKeys } = plans;
  const parts = [
    ...printFlow(without),
    ...printSlos(calledOperations(plans), slos),
    ...(keys === undefined ? [] : [code`"keys": ${keys}`]),
    ...(withKeys === undefined
      ? []
      : [code`"withKeys": {\n  ${join([...printFlow(withKeys), ...printNeeds(withKeys)], ",\n")}\n}`]),
  ];
  return code`{\n  ${join(parts, ",\n")}\n}`;
}

function printFlow({ operations, skipped, steps }: ResourcePlan): readonly Code[] {
  const names = operations.map(({ id }) => stringLiteral(id));
  const reasons = skipped.map(
    ({ operation, reason }) => code`{ "operation": ${stringLiteral(operation)}, "reason": ${stringLiteral(reason)} }`,
  );
  return [
    code`"operations": ${list(names)}`,
    code`"skipped": ${list(reasons)}`,
    code`"requestsPerIteration": ${numberLiteral(requestsOf(steps))}`,
  ];
}

/** Of each operation that needs keys, the lists of them that will do. */
function printNeeds({ steps }: ResourcePlan): readonly Code[] {
  const entries = [...flowNeeds(steps)].flatMap(([{ id }, needs]) => {
    const lists = needs.map((names) => code`[${join(names.map(stringLiteral), ", ")}]`);
    return lists.length === 0 ? [] : [code`${stringLiteral(id)}: [${join(lists, ", ")}]`];
  });
  return entries.length === 0 ? [] : [code`"needs": {\n  ${join(entries, ",\n")}\n}`];
}

/** How many requests the steps send at most. */
function requestsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    const nextPage = step.kind === "list" && step.nextPage !== undefined ? 1 : 0;
    return sum + 1 + nextPage + (step.kind === "create" ? requestsOf(step.inner) : 0);
  }, 0);
}

/** Objectives of the operations that have some. */
function printSlos(operations: readonly Operation[], slos: Readonly<Record<string, Slo>>): readonly Code[] {
  const entries = operations.flatMap(({ id, slo }) => {
    const own = Object.hasOwn(slos, id) ? slos[id] : undefined;
    if (slo === undefined && own === undefined) return [];
    const { p95Ms, p99Ms, errorRate } = { ...slo, ...own };
    const figures = Object.entries({ p95Ms, p99Ms, errorRate }).flatMap(([name, value]) =>
      value === undefined ? [] : [code`${stringLiteral(name)}: ${numberLiteral(value)}`],
    );
    return [code`${stringLiteral(id)}: { ${join(figures, ", ")} }`];
  });
  return entries.length === 0 ? [] : [code`"slos": {\n  ${join(entries, ",\n")}\n}`];
}

function list(items: readonly Code[]): Code {
  return items.length === 0 ? code`[]` : code`[\n  ${join(items, ",\n")}\n]`;
}

interface Uses {
  /** Operations whose responses are looked into. */
  readonly read: ReadonlySet<Operation>;
  readonly bodies: ReadonlyMap<Operation, Body>;
}

function isInBody({ from }: Capture): boolean {
  return from.kind === "response" || (from.kind === "location" && from.path !== undefined);
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
    if (step.capture !== undefined && isInBody(step.capture)) read.add(step.call.operation);
    for (const inner of step.inner) visit(inner);
  };
  for (const step of steps) visit(step);
  return { read, bodies };
}
