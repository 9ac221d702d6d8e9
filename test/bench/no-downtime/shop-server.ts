import { Client } from "pg";
import { startEmbedded } from "../../../tools/postgres/embedded";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { makeDatabaseWorkspace } from "../../database/database-workspace";
import { fillShop, shop } from "./shop";

/** The embedded server with a shop full of rows, of which each change gets a copy. */
export interface ShopServer {
  /** Of the workspace that has the migrations of the shop. */
  readonly root: string;
  /** A new copy, to which nobody is connected. */
  copy(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startShop(rows: number): Promise<ShopServer> {
  const workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", shop);
  await diff(workspace.project(), { name: "create_shop" });
  const server = await startEmbedded({ workspaceRoot: workspace.root, project: "db", major: 18 });
  const urlOf = (database: string) => Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  const admin = new Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  await migrate(workspace.project({ DATABASE_URL: server.url }), {});
  await fill(server.url, rows);
  let copies = 0;
  return {
    root: workspace.root,
    async copy() {
      const name = `copy_${++copies}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE db STRATEGY FILE_COPY`);
      return {
        url: urlOf(name),
        async drop() {
          await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
        },
      };
    },
    async stop() {
      await admin.end();
      await server.stop();
      workspace.remove();
    },
  };
}

async function fill(url: string, rows: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of fillShop(rows)) await client.query(statement);
  await client.end();
}
