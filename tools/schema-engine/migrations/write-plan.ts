import { createHash } from "node:crypto";
import { join } from "node:path";
import { archiveSchema } from "../../postgres/archive-schema";
import type { Timeouts } from "../../workspace/project-config";
import { writeFileAtomically } from "../../workspace/write-file-atomically";
import type { PlanPart } from "../plan/plan-part";
import type { Segment } from "../plan/segment";
import type { ProvedPlan } from "../prove/proved-plan";
import { type TimedSegment, withTimeouts } from "../timeouts/with-timeouts";
import { type Migration, readHeader, undonePerPart } from "./migration";
import { type MigrationFolder, summedFiles } from "./read-migrations";
import { sumFile } from "./sum-file";

export interface PlannedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The files of a proved plan: one version per transaction part, because golang-migrate cannot run CONCURRENTLY beside other
 * statements.
 */
export async function planFiles(
  plan: ProvedPlan,
  name: string,
  firstVersion: Date,
  { postgres, timeouts }: { readonly postgres: number; readonly timeouts: Timeouts },
): Promise<readonly PlannedFile[]> {
  const id = createHash("sha256")
    .update(JSON.stringify([name, plan.up, plan.down]))
    .digest("hex")
    .slice(0, 12);
  const count = plan.parts.length;
  const [ups, downs] = await timedParts(plan.parts, timeouts);
  const { rating, losses } = plan.wayBack;
  return plan.parts.flatMap(({ downFailure }, index) => {
    const [up, down] = [ups[index], downs[index]];
    const base = `${versionOf(firstVersion, index)}_${name}`;
    const part = count === 1 ? [] : [`part ${index + 1}/${count}`];
    const facts = [
      `plan ${id}`,
      ...part,
      ...(count > 1 && plan.isUndonePerPart ? [undonePerPart] : []),
      `engine ${plan.engine}`,
      `proved up and down on PostgreSQL ${postgres}`,
      `way back is ${rating}, see its file`,
      ...(up !== undefined && isArchiving(up) ? [`accept DELETES_DATA its values are kept in ${archiveSchema}`] : []),
      ...(index === 0 ? plan.hazards.map((one) => `hazard ${one.kind}: ${oneLine(one.text)}`) : []),
    ];
    // A part that does not fail on rows itself can still be taken back, where a plan has stopped before the one that does.
    const ownRating = downFailure !== undefined ? "irreversible" : losses.length > 0 ? "lossy" : "lossless";
    const downFacts = [
      `plan ${id}`,
      ...part,
      `down-rating ${ownRating}`,
      ...losses.map(({ object, text }) => `down-loses ${oneLine(`${object}: ${text}`)}`),
      ...(downFailure === undefined ? [] : [`down-fails ${oneLine(downFailure)}`]),
    ];
    return [
      { name: `${base}.up.sql`, text: fileText(facts, up) },
      { name: `${base}.down.sql`, text: fileText(downFacts, down) },
    ];
  });
}

function isArchiving({ statements }: Segment): boolean {
  return statements.some((one) => one.startsWith(`CREATE TABLE ${archiveSchema}.`));
}

/** By direction, and by the number of the part; each in the order in which it runs. */
async function timedParts(parts: readonly PlanPart[], timeouts: Timeouts) {
  const none: Segment = { isTransactional: true, statements: [] };
  const ups = await withTimeouts(
    parts.map(({ up = none }) => up),
    timeouts,
  );
  const downs = await withTimeouts(parts.map(({ down = none }) => down).reverse(), timeouts);
  return [ups, [...downs].reverse()] as const;
}

function fileText(facts: readonly string[], segment: TimedSegment | undefined): string {
  // Atlas and golang-migrate read the directive; Specline sees from the statement itself that it runs alone.
  const directive = segment?.isTransactional === false ? ["-- atlas:txmode none"] : [];
  const header = [
    ...directive,
    "-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.",
  ];
  const all = [...facts, ...(segment?.facts ?? [])];
  const lines = [...header, ...all.map((fact) => `-- specline:${fact}`)];
  const statements = segment?.statements ?? [];
  const body = statements.length === 0 ? ["-- Nothing to do in this part."] : statements.map(terminated);
  return `${lines.join("\n")}\n\n${body.join("\n\n")}\n`;
}

function terminated(statement: string): string {
  return statement.endsWith(";") ? statement : `${statement};`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** 14 digits of UTC; each part is one second later. */
export function versionOf(first: Date, index = 0): string {
  return new Date(first.getTime() + index * 1_000).toISOString().replace(/[-:T]/g, "").slice(0, 14);
}

/** Never before or equal to a version that is there, also when the clock of this machine is behind. */
export function nextVersion(now: Date, migrations: readonly Migration[]): Date {
  const last = migrations.at(-1)?.version ?? "0";
  if (BigInt(versionOf(now)) > BigInt(last)) return now;
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(last);
  if (parts === null) return now;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1));
}

/** Writes the files, then both sum files: a kill in between leaves a folder that is refused with the name of the new file. */
export function writePlan(folder: MigrationFolder, files: readonly PlannedFile[]): void {
  for (const file of files) writeFileAtomically(join(folder.path, file.name), file.text);
  const added = files.flatMap((file): Migration[] => {
    if (!file.name.endsWith(".up.sql")) return [];
    const down = files.find((one) => one.name === file.name.replace(/\.up\.sql$/, ".down.sql"));
    return [
      {
        version: file.name.split("_", 1)[0] ?? "",
        name: file.name,
        upFile: file.name,
        up: file.text,
        ...(down === undefined ? {} : { downFile: down.name, down: down.text }),
        header: readHeader(file.text, down?.text),
      },
    ];
  });
  writeSums(folder.path, [...folder.migrations, ...added]);
}

export function writeSums(path: string, migrations: readonly Migration[]): void {
  for (const [name, files] of Object.entries(summedFiles(migrations))) {
    if (files.length > 0) writeFileAtomically(join(path, name), sumFile(files));
  }
}
