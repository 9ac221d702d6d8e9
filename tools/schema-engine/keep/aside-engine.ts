import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { EngineAction, SchemaEngine } from "../engine/schema-engine";
import { singleCommand } from "../plan/single-command";
import { quoted } from "../plan/table-name";
import { applySegments } from "../prove/apply-segments";
import { readStatements } from "../sql/read-statements";
import { unquoted } from "../sql/unquoted";
import { type ChangedPart, readDependants } from "./read-dependants";
import { remadeObjects } from "./remade-objects";
import { databaseOf } from "./with-copies";

/**
 * The engine, which sees what stands against a new type of a column (ALTER TABLE, "ALTER COLUMN TYPE"): views, functions and generated columns of it, on children
 * too, and what stands against a table that goes and is made again, such as one that becomes partitioned. Where it does not make them again itself, they
 * go first, on a copy of *from*, and the engine plans from there: so they come back with all that they have.
 */
export function asideEngine(engine: SchemaEngine, shadow: Shadow): SchemaEngine {
  return {
    ...engine,
    async plan(fromUrl, toUrl, strategy) {
      const plain = await engine.plan(fromUrl, toUrl, strategy);
      const columns = await typedColumns(plain.actions.map(({ sql }) => sql));
      const { tables } = await remadeObjects(plain.actions);
      const changed = [...columns, ...tables.map((table): ChangedPart => ({ table }))];
      if (changed.length === 0) return plain;
      const drops = await readDrops(shadow, fromUrl, changed);
      const planned = new Set(plain.actions.map(({ sql }) => unquoted(sql)));
      if (drops.every((one) => planned.has(unquoted(one)))) return plain;
      const copy = await shadow.createDatabase(databaseOf(fromUrl));
      try {
        if (!(await isTaken(shadow, copy, drops))) return plain;
        const rest = await engine.plan(copy.url, toUrl, strategy);
        return { ...rest, actions: [...drops.map((sql) => ({ sql })), ...typesFirst(rest.actions, drops)] };
      } finally {
        await shadow.dropDatabase(copy);
      }
    },
  };
}

/** The engine does not know that what it makes again on a child needs the new type of the parent's column. */
function typesFirst(actions: readonly EngineAction[], drops: readonly string[]): readonly EngineAction[] {
  const made = drops.map((one) =>
    unquoted(one)
      .replace(/^(ALTER TABLE .*) DROP COLUMN /, "$1 ADD COLUMN ")
      .replace(/^DROP ((?:MATERIALIZED )?VIEW) /, "CREATE $1 "),
  );
  const first = actions.findIndex(({ sql }) => made.some((one) => unquoted(sql).startsWith(`${one} `)));
  if (first === -1) return actions;
  // A type that comes after it, such as an enum that is made again, has to be there before columns get it.
  const comes = actions
    .slice(first)
    .flatMap(({ sql }) => /^CREATE (?:TYPE|DOMAIN) (\S+) /.exec(unquoted(sql))?.[1] ?? []);
  const waits = (sql: string) => comes.some((type) => unquoted(sql).includes(` TYPE ${type}`));
  const isLate = ({ sql }: EngineAction, index: number) => index > first && changesType.test(sql) && !waits(sql);
  const late = actions.filter(isLate);
  const rest = actions.filter((one) => !late.includes(one));
  return [...rest.slice(0, first), ...late, ...rest.slice(first)];
}

const changesType = /^ALTER TABLE \S+ ALTER COLUMN .* TYPE /;

async function typedColumns(texts: readonly string[]): Promise<readonly ChangedPart[]> {
  const found: ChangedPart[] = [];
  for (const text of texts.filter((one) => / TYPE /.test(one))) {
    for (const { node } of await readStatements({ path: "plan", text })) {
      const single = singleCommand(node);
      const { subtype, name = "" } = single?.command ?? {};
      if (single !== undefined && subtype === "AT_AlterColumnType")
        found.push({ table: single.table, column: quoted(name) });
    }
  }
  return found;
}

async function readDrops(shadow: Shadow, url: string, changed: readonly ChangedPart[]): Promise<readonly string[]> {
  const client = await shadow.connect(databaseOf(url));
  try {
    await client.query("SET search_path = ''");
    return await readDependants(client, changed);
  } finally {
    await client.end();
  }
}

async function isTaken(shadow: Shadow, database: ShadowDatabase, statements: readonly string[]): Promise<boolean> {
  const client = await shadow.connect(database);
  try {
    return (await applySegments(client, [{ isTransactional: true, statements }])) === undefined;
  } finally {
    await client.end();
  }
}
