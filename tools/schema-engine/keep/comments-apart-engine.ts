import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { Refused } from "../../report/refused";
import type { SchemaEngine } from "../engine/schema-engine";
import { withCopies } from "./with-copies";

/**
 * The engine, which finds no order where a view is made again whose trigger has a comment. There it plans between copies without comments of triggers;
 * that they are missing is mended as with all that an engine leaves out.
 */
export function commentsApartEngine(engine: SchemaEngine, shadow: Shadow): SchemaEngine {
  return {
    ...engine,
    async plan(fromUrl, toUrl, strategy) {
      try {
        return await engine.plan(fromUrl, toUrl, strategy);
      } catch (error) {
        if (!(error instanceof Refused) || error.problems.every((one) => one.code !== "migration/plan-failed"))
          throw error;
        return withCopies(shadow, [fromUrl, toUrl], async ([from, to]) => {
          const counts = [await dropComments(shadow, from), await dropComments(shadow, to)];
          if (counts.every((one) => one === 0)) throw error;
          return engine.plan(from.url, to.url, strategy);
        });
      }
    },
  };
}

/** @returns how many there were */
async function dropComments(shadow: Shadow, database: ShadowDatabase): Promise<number> {
  const client = await shadow.connect(database);
  try {
    const { rows } = await client.query<{ sql: string }>(
      `SELECT format('COMMENT ON TRIGGER %I ON %s IS NULL', t.tgname, t.tgrelid::regclass) AS sql
       FROM pg_description d JOIN pg_trigger t ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid`,
    );
    for (const { sql } of rows) await client.query(sql);
    return rows.length;
  } finally {
    await client.end();
  }
}
