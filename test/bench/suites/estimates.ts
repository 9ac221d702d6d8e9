import { Client } from "pg";
import { median } from "../../../tools/k6/compare/median";
import { formatTable } from "../../../tools/report/format-table";
import { durationText, estimateSeconds } from "../../../tools/schema-engine/weigh/estimate";
import { readTableSizes } from "../../../tools/schema-engine/weigh/table-sizes";
import type { BenchOptions } from "../bench";
import { elapsedMs } from "../measure";
import { startShop } from "../no-downtime/shop-server";

const works = [
  { kind: "TABLE_REWRITE", sql: "ALTER TABLE orders ALTER COLUMN customer_id TYPE bigint" },
  { kind: "BLOCKING_INDEX_BUILD", sql: "CREATE INDEX CONCURRENTLY orders_created_at ON orders (created_at)" },
  { kind: "BLOCKING_INDEX_BUILD", sql: "CREATE INDEX CONCURRENTLY orders_status_total ON orders (status, total)" },
  { kind: "TABLE_SCAN", sql: "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0)" },
  {
    kind: "TABLE_SCAN",
    sql: "ALTER TABLE orders ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN customer_id SET NOT NULL",
  },
] as const;

/** What works on a table, by the table's real size: megabytes a second, and what Specline would have estimated. */
export async function run({ rounds = 3, rows = 1_000_000 }: BenchOptions): Promise<void> {
  console.log(`filling orders with ${rows} rows; median of ${rounds} rounds, each on a copy of its own`);
  const server = await startShop(rows);
  const lines: (readonly string[])[] = [];
  try {
    for (const { kind, sql } of works) {
      const took: number[] = [];
      let [megabytes, estimate = 0] = [0, estimateSeconds(kind, { rows: 0, bytes: 0, indexBytes: 0 })];
      for (let round = 0; round < rounds; round++) {
        const copy = await server.copy();
        const client = new Client({ connectionString: copy.url });
        await client.connect();
        const size = (await readTableSizes(client, ["public.orders"])).get("public.orders");
        if (size === undefined) throw new Error("orders has no size");
        megabytes = (size.bytes + (kind === "TABLE_REWRITE" ? size.indexBytes : 0)) / 1e6;
        estimate = estimateSeconds(kind, size) ?? 0;
        took.push((await elapsedMs(() => client.query(sql))()) / 1_000);
        await client.end();
        await copy.drop();
      }
      const seconds = median(took);
      lines.push([
        kind,
        sql,
        megabytes.toFixed(0),
        seconds.toFixed(2),
        (megabytes / seconds).toFixed(0),
        durationText(estimate),
      ]);
    }
  } finally {
    await server.stop();
  }
  const titles = ["hazard", "statement", "MB", "seconds", "MB/s", "estimated"];
  console.log(
    formatTable({ columns: titles.map((title, index) => ({ title, numeric: index > 1 && index < 5 })), rows: lines }),
  );
}
