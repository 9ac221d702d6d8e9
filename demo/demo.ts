import { join } from "node:path";
import { affectedInAClone } from "./affected-in-a-clone";
import { buildK6 } from "./build-k6";
import { measureResources } from "./measure-resources";
import { runNx } from "./nx";
import { prepareDatabase } from "./prepare-database";
import { heading, StepFailed, say } from "./step";

/** `npm run demo`: the main job, from specs to numbers, on a machine that has Node, Go and git. */
async function demo(workspaceRoot: string, signal: AbortSignal): Promise<void> {
  const startedAtMs = Date.now();
  console.log("Specline: from specs to routes, migrations and load tests.");

  heading("The database: prove the migrations, apply them, seed rows");
  await prepareDatabase(workspaceRoot, signal);

  heading("The service: the committed code is what specs/shop says");
  await inSync(workspaceRoot, signal);

  heading("k6: the pinned module, built once");
  await buildK6(signal);

  heading("The load tests: one for each resource, against the service that Nx starts");
  const reports = await measureResources(workspaceRoot, signal);

  heading("An edit: which load tests can it have changed?");
  say("In a throw-away clone, reviews can no longer be sorted by rating:");
  const selected = await affectedInAClone(workspaceRoot, edit, signal);
  say(`nx affected -t loadtest selects: ${selected.join(", ") || "nothing"}`);
  if (selected.join() !== "shop-reviews") throw new StepFailed("expected shop-reviews alone");

  console.log(
    `\nDone in ${Math.round((Date.now() - startedAtMs) / 1000)} s. The checkout is as it was; what was made lies in .specline/:`,
  );
  for (const report of reports) console.log(`  ${report}`);
  console.log("\nTry next:");
  console.log("  npx nx run shop:serve                               # the service and its database, until Ctrl-C");
  console.log("  npx nx run db:diff --name=add_index --dry-run       # after an edit of specs/db/schema.sql");
  console.log("  npx nx g route-from-spec specs/shop/openapi.yaml    # after an edit of specs/shop/openapi.yaml");
}

/** One operation of one resource. Nothing else in the description says this text. */
const edit = {
  file: "specs/shop/openapi.yaml",
  before: "enum: [createdAt, -createdAt, rating, -rating]",
  after: "enum: [createdAt, -createdAt]",
};

async function inSync(workspaceRoot: string, signal: AbortSignal): Promise<void> {
  const check = await runNx({ arguments: ["sync:check"], directory: workspaceRoot, signal });
  if (check.exitCode !== 0) {
    throw new StepFailed("the generated files differ from the specs; `npx nx sync` makes them equal", [
      ...check.stdout.trimEnd().split("\n"),
    ]);
  }
  say("nx sync:check: routes, validators, queries, load tests and slices are up to date");
}

async function main(): Promise<void> {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => abort.abort(name));
  try {
    await demo(join(__dirname, ".."), abort.signal);
  } catch (error) {
    if (abort.signal.aborted) {
      console.error("\nStopped. Nothing runs on; the next run goes on from the caches.");
      process.exitCode = 130;
    } else if (error instanceof StepFailed) {
      for (const line of error.lines) console.error(`   | ${line}`);
      console.error(`\nThe demo stopped: ${error.message}`);
      process.exitCode = 1;
    } else throw error;
  }
}

void main();
