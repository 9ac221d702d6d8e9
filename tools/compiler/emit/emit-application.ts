import type { Diagnostic } from "../diagnostics/diagnostic";
import { byName } from "../model/properties-of";
import type { EmitContext, EmitInput } from "./emit-input";
import type { EmittedFile } from "./emitted-file";
import { type Source, speclineFile, userFile, withHeader } from "./header";
import { emitLoadTests } from "./load-test/emit-load-tests";
import { nameService } from "./names/names";
import { emitOutgoing } from "./outgoing/emit-outgoing";
import { emitHandler } from "./queries/emit-handler";
import { emitQueries } from "./queries/emit-queries";
import { planQueries } from "./queries/plan-queries";
import type { QueryPlan } from "./queries/query-plan";
import { reportLimits } from "./report-limits";
import { addKeptExports } from "./resources/add-kept-exports";
import { emitStub } from "./resources/emit-stub";
import { emitTypes } from "./resources/emit-types";
import { emitValidators } from "./resources/emit-validators";
import { operationKey } from "./resources/input-type";
import { planHandlerPaths } from "./resources/plan-handler-paths";
import { handlerPath } from "./resources/resource-path";
import { emitRoutes } from "./routes/emit-routes";
import { frameworks } from "./routes/frameworks";
import { emitSchema } from "./schemas/emit-schema";
import { serviceTypes } from "./types/service-types";
import { emitContext } from "./wiring/emit-context";
import { emitHandlers } from "./wiring/emit-handlers";
import { emitOwnServer } from "./wiring/emit-own-server";
import { emitRegister } from "./wiring/emit-register";
import { emitServer } from "./wiring/emit-server";

export interface Application {
  /** In order of path. The run-time files, which are the same for every service, are not among them. */
  readonly files: readonly EmittedFile[];
  /** Operation (`GET /pets/{petId}`) → handler file, for the manifest in `specline.json`. */
  readonly handlers: Readonly<Record<string, string>>;
  /** Operations whose handler answers 501 until somebody writes it, with the reason. */
  readonly stubs: readonly { readonly operation: string; readonly file: string; readonly reason: string }[];
  readonly hasDatabase: boolean;
  /** Folder of each resource below `src/resources` and `slices`. */
  readonly resourceFolders: ReadonlyMap<string, string>;
  /** What the generated code leaves out of the description: warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints the load tests of a service that is made elsewhere, and nothing else. */
export function emitOnlyLoadTests(input: LoadTestSource): Application {
  const names = nameService(input.service);
  return {
    files: loadTestFiles(input, (resource) => names.resource(resource)).toSorted(byPath),
    handlers: {},
    stubs: [],
    hasDatabase: false,
    resourceFolders: new Map(input.service.resources.map(({ name }) => [name, names.resource(name)])),
    diagnostics: [],
  };
}

type LoadTestSource = Pick<EmitInput, "service" | "links" | "database" | "slos" | "spec">;

function loadTestFiles(
  { service, links, database, slos, spec }: LoadTestSource,
  resourceFolder: (resource: string) => string,
): readonly EmittedFile[] {
  const files = emitLoadTests({
    service,
    links,
    ...(database && { database }),
    ...(slos && { slos }),
    resourceFolder,
  });
  return files.map((file) => (file.path.endsWith(".json") ? file : withHeader(file, spec)));
}

function byPath(a: EmittedFile, b: EmittedFile): number {
  return a.path < b.path ? -1 : 1;
}

/** Prints everything of an application that depends on its description. */
export async function emitApplication(input: EmitInput): Promise<Application> {
  const diagnostics: Diagnostic[] = [];
  const plans = new Map<string, QueryPlan>();
  const reasons = new Map<string, string>();
  for (const planned of planQueries(input.service, input.database, input.links)) {
    if (planned.plan !== undefined) plans.set(planned.operation.id, planned.plan);
    else reasons.set(planned.operation.id, planned.reason);
  }
  const names = nameService(input.service);
  const context: EmitContext = {
    input,
    service: input.service,
    names,
    handlerPaths: planHandlerPaths(input.service, names, input.handlers),
    types: serviceTypes(input.service.schemas),
    schemas: byName(input.service.schemas),
    framework: frameworks[input.framework],
    links: new Map(input.links.map((link) => [link.operationId, link])),
    report: (one) => diagnostics.push(one),
  };
  reportLimits(context);
  const generated: Source[] = [
    ...input.service.schemas.map((schema) => emitSchema(schema, context)),
    emitContext(context),
    emitRegister(context),
    emitHandlers(context),
    ...emitOutgoing(context),
  ];
  if (input.hasServer) generated.push(...emitOwnServer(context));
  const own: EmittedFile[] = input.hasServer ? [...emitServer(context)] : [];
  const handlers: [string, string][] = [];
  const stubs: { operation: string; file: string; reason: string }[] = [];
  for (const resource of input.service.resources) {
    generated.push(emitTypes(resource, context), emitValidators(resource, context), emitRoutes(resource, context));
    const queries = emitQueries(
      resource,
      resource.operations.flatMap(({ id }) => plans.get(id) ?? []),
      context,
    );
    if (queries !== undefined) generated.push(queries);
    for (const operation of resource.operations) {
      const plan = plans.get(operation.id);
      const stub = emitStub(operation, context);
      own.push(plan === undefined ? userFile(stub) : userFile(emitHandler(plan, context), [stub]));
      const file = handlerPath(operation, context);
      handlers.push([operationKey(operation), file]);
      if (plan === undefined)
        stubs.push({ operation: operationKey(operation), file, reason: reasons.get(operation.id) ?? "" });
    }
  }
  const files = [
    ...loadTestFiles(input, (resource) => names.resource(resource)),
    ...addKeptExports(generated, plans, context).map((source) => speclineFile(source, input.spec)),
    ...own,
  ];
  return {
    files: files.sort(byPath),
    handlers: Object.fromEntries(handlers.sort(([a], [b]) => (a < b ? -1 : 1))),
    stubs,
    hasDatabase: context.links.size > 0,
    resourceFolders: new Map(input.service.resources.map(({ name }) => [name, names.resource(name)])),
    diagnostics,
  };
}
