import type { TargetConfiguration } from "@nx/devkit";

/** What can be done with the schema in a folder. */
export function databaseTargets(project: string, folder: string): Readonly<Record<string, TargetConfiguration>> {
  const inputs = [`{workspaceRoot}/${folder}/**/*`];
  const once = (executor: string, description: string): TargetConfiguration => ({
    executor: `specline:${executor}`,
    cache: false,
    inputs,
    metadata: { description },
  });
  return {
    start: {
      ...once("start", "Start the embedded PostgreSQL with pending migrations applied and seed rows loaded"),
      continuous: true,
      readyWhen: { logMatches: `specline: ${project} is ready` },
    },
    diff: once("diff", "Plan and prove a migration from what is there to the schema"),
    migrate: once("migrate", "Apply pending migrations"),
    rollback: once("rollback", "Take applied migrations back, by their proven down part"),
    status: once("status", "Show which migrations are applied and which are pending"),
    lint: once("lint", "Watch what each migration locks, rewrites, reads and deletes"),
    verify: once("verify", "Prove that the migrations give the schema, up and down"),
    drift: once("drift", "Compare a live database with what its applied migrations give"),
    seed: once("seed", "Insert rows that satisfy every constraint"),
  };
}
