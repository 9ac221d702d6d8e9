import { byCodeUnit } from "../../model/by-code-unit";
import type { Database } from "../../model/database";
import type { Link } from "../../model/link";
import type { Slo } from "../../model/operation";
import type { Service } from "../../model/service";
import type { EmittedFile } from "../emitted-file";
import { render } from "../text";
import { fileNameFor, freeName } from "./flow-names";
import { inCanonicalOrder } from "./in-canonical-order";
import { needsOf } from "./key-needs";
import type { ResourcePlan, ResourcePlans } from "./plan";
import { planResource } from "./plan-resource";
import { RowPlanner } from "./plan-rows";
import { startPlanning } from "./planning";
import { printResponses } from "./print-responses";
import { printRows } from "./print-rows";
import { calledOperations, printScript } from "./print-script";
import { responseCheckSource } from "./response-check-source";
import { runTimeSource } from "./run-time-source";
import type { Reference } from "./value";

export interface LoadTestInput {
  readonly service: Service;
  readonly links: readonly Link[];
  readonly database?: Database;
  /** What operations are held to, by operationId; wins over `x-slo`, each figure by itself. */
  readonly slos?: Readonly<Record<string, Slo>>;
  /** Folder of a resource below `src/resources`. */
  readonly resourceFolder: (resource: string) => string;
}

/**
 * The k6 scripts of a service: `src/resources/<r>/generated/load-test.js` for each resource with its documented responses
 * beside it, and in `src/generated/load-test` what they share: the run time, the check of responses, and how rows of each collection that they refer to are prepared. A script depends on its
 * own resource's operations only, so that an edit of another resource leaves it alone.
 */
export function emitLoadTests(input: LoadTestInput): readonly EmittedFile[] {
  const service = inCanonicalOrder(input.service);
  const planning = startPlanning(service, input.links, input.database);
  const rows = new RowPlanner(planning);
  const keyedPlanning = startPlanning(service, input.links, input.database, true);
  const keyedRows = new RowPlanner(keyedPlanning);
  const taken = new Set<string>();
  const files = new Map([...planning.families].map(([key, family]) => [key, freeName(fileNameFor(family), taken)]));
  const fileOf = (collection: string) => files.get(collection) ?? "root";
  const keyedFiles = new Map<string, string>();
  // Rows that need no key are the same for both flows.
  const keyedFileOf = (collection: string) => {
    if (keyedRows.needsOf({ collection }).length === 0) return fileOf(collection);
    const file = keyedFiles.get(collection) ?? freeName(`${fileOf(collection)}-with-keys`, taken);
    keyedFiles.set(collection, file);
    return file;
  };

  const plans = service.resources.map((resource): ResourcePlans => {
    const without = planResource(planning, rows, resource);
    if (resource.operations.every((one) => needsOf(one, service).length === 0)) return { resource, without };
    const withKeys = planResource(keyedPlanning, keyedRows, resource);
    return withKeys.operations.length > without.operations.length
      ? { resource, without, withKeys }
      : { resource, without };
  });
  const scripts = plans.flatMap((one) => {
    const folder = `src/resources/${input.resourceFolder(one.resource.name)}/generated`;
    const operations = calledOperations(one);
    const script = {
      path: `${folder}/load-test.js`,
      content: render(
        printScript({
          plans: one,
          service,
          fileOf: ({ collection }, flow) => (flow === one.withKeys ? keyedFileOf : fileOf)(collection),
          slos: input.slos ?? {},
        }),
      ),
    };
    if (operations.length === 0) return [script];
    return [script, { path: `${folder}/load-test.responses.json`, content: printResponses(operations, service) }];
  });
  const preparedBy = (references: readonly Reference[], planner: RowPlanner, nameOf: (collection: string) => string) =>
    reachable(references, planner).map((collection) => {
      const source = planner.sourceOf(collection);
      if (source === undefined) throw new Error(`no rows of ${collection}`);
      return {
        path: `src/generated/load-test/rows/${nameOf(collection)}.js`,
        content: render(printRows(source, service, nameOf)),
      };
    });
  const referencesOf = (flow: ResourcePlan | undefined) => flow?.references ?? [];
  const plain = preparedBy(
    plans.flatMap(({ without }) => referencesOf(without)),
    rows,
    fileOf,
  );
  const keyed = preparedBy(
    plans.flatMap(({ withKeys }) => referencesOf(withKeys)),
    keyedRows,
    keyedFileOf,
  );
  const prepared = [...new Map([...keyed, ...plain].map((file) => [file.path, file])).values()].sort((a, b) =>
    byCodeUnit(a.path, b.path),
  );
  const runTime = { path: "src/generated/load-test/run-time.js", content: render(runTimeSource) };
  const check = { path: "src/generated/load-test/response-check.js", content: render(responseCheckSource) };
  return [runTime, check, ...prepared, ...scripts].map((file) => ({ ...file, owner: "specline" as const }));
}

/** The collections that are referred to, and those that their rows need in turn, sorted. */
function reachable(references: readonly Reference[], rows: RowPlanner): readonly string[] {
  const found = new Set<string>();
  const visit = (collection: string): void => {
    if (found.has(collection)) return;
    found.add(collection);
    const source = rows.sourceOf(collection);
    for (const need of source?.create?.needs ?? []) visit(need.collection);
    if (source?.parent !== undefined) visit(source.parent.family.key);
  };
  for (const { collection } of references) visit(collection);
  return [...found].sort();
}
