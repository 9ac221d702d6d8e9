import type { Client } from "pg";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import { lintScript } from "../lint/lint-script";
import type { Script } from "../migrations/read-script";
import type { HazardKind } from "../plan/hazard";
import { tableName } from "../plan/table-name";
import { replayScript } from "../source/replay";
import type { Blocked } from "../trace/lock-mode";
import { buildSeconds, durationText, estimateSeconds, sizeText } from "./estimate";
import { readTableSizes, type TableSize } from "./table-sizes";

/** A statement that will work on a table for a time that grows with it. */
export interface Work {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly table: string;
  readonly kind: "rewrite" | "index build" | "scan";
  /** Who waits for as long. */
  readonly blocks: Blocked;
  readonly size: TableSize;
  /** An estimate, at the speed of a small machine. */
  readonly seconds: number;
}

const kinds: Partial<Record<HazardKind, Work["kind"]>> = {
  TABLE_REWRITE: "rewrite",
  BLOCKING_INDEX_BUILD: "index build",
  TABLE_SCAN: "scan",
};

/**
 * What scripts rewrite, build and read, with the sizes of a live database, which is only read; the longest first. Of an estimate
 * nothing depends: a script that cannot be run once more on this server, such as one whose block makes a role, ends it.
 *
 * @param walking a copy of its schema, on which they are run
 */
export async function workAhead(
  shadow: Shadow,
  walking: ShadowDatabase,
  live: Client,
  scripts: readonly Script[],
): Promise<readonly Work[]> {
  const found: Omit<Work, "size" | "seconds">[] = [];
  for (const script of scripts) {
    found.push(...(await workOf(shadow, walking, script)));
    if (!(await isReplayed(shadow, walking, script))) break;
  }
  const sizes = await readTableSizes(
    live,
    found.map((one) => one.table),
  );
  const work = found.flatMap((one): readonly Work[] => {
    const size = sizes.get(one.table);
    return size === undefined ? [] : [{ ...one, size, seconds: secondsOf(one.kind, size) }];
  });
  return work.toSorted((a, b) => b.seconds - a.seconds);
}

async function isReplayed(shadow: Shadow, database: ShadowDatabase, script: Script): Promise<boolean> {
  const client = await shadow.connect(database);
  try {
    await replayScript(client, script);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  } finally {
    await client.end();
  }
}

async function workOf(shadow: Shadow, base: ShadowDatabase, script: Script): Promise<Omit<Work, "size" | "seconds">[]> {
  const { findings } = await lintScript(shadow, base, script);
  const blocking = findings.flatMap(({ hazard, file, line, column }) => {
    const kind = kinds[hazard.kind];
    return kind === undefined
      ? []
      : [{ file, line, column, table: hazard.object, kind, blocks: hazard.blocks ?? "nothing" }];
  });
  const builds = script.statements.flatMap(({ node, span }) => {
    if (!("IndexStmt" in node) || node.IndexStmt.concurrent !== true) return [];
    const { line, column } = span;
    const table = tableName(node.IndexStmt.relation);
    return [{ file: script.file.path, line, column, table, kind: "index build", blocks: "nothing" } as const];
  });
  return [...blocking, ...builds];
}

function secondsOf(kind: Work["kind"], size: TableSize): number {
  if (kind === "index build") return buildSeconds(size);
  return estimateSeconds(kind === "rewrite" ? "TABLE_REWRITE" : "TABLE_SCAN", size) ?? 0;
}

const verbs: Readonly<Record<Work["kind"], string>> = {
  rewrite: "writes all rows anew of",
  "index build": "builds an index of",
  scan: "reads all rows of",
};

/** One line: place, what, how much, how long and who waits. */
export function workLine({ file, line, column, table, kind, blocks, size, seconds }: Work): string {
  const wait = blocks === "nothing" ? "nobody waits" : `${blocks} wait`;
  return `${file}:${line}:${column}: ${verbs[kind]} ${table} (${sizeText(size)}): ${durationText(seconds)}, ${wait}`;
}
