import { connect } from "../../../tools/postgres/connection/connect";
import { startEmbedded } from "../../../tools/postgres/embedded";
import { startShadow } from "../../../tools/postgres/shadow";
import { withFolderLock } from "../../../tools/schema-engine/migrations/folder-lock";
import { readMigrations } from "../../../tools/schema-engine/migrations/read-migrations";
import { runMigrations } from "../../../tools/schema-engine/runner/run-migrations";
import { defaultRunOptions } from "../../../tools/schema-engine/runner/run-request";

/** What a fault test kills: says `ready …` on its output and goes on until it is ended. */
async function main([command, ...rest]: readonly string[]): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  if (command === "shadow") {
    const shadow = await startShadow(process.cwd(), 18);
    const client = await shadow.connect(await shadow.createDatabase());
    const { rows } = await client.query("SELECT current_setting('data_directory') AS directory");
    say(`ready ${JSON.stringify(rows[0])}`);
  } else if (command === "embedded") {
    const database = await startEmbedded({ workspaceRoot: rest[0] ?? "", project: "db", major: 18 });
    say(`ready ${JSON.stringify({ port: database.port })}`);
  } else if (command === "hold-folder") {
    const path = rest[0] ?? "";
    await withFolderLock({ path, shownPath: path, holder: "the other one", waitMs: 60_000, onLine: say }, () => {
      say("ready");
      return new Promise<void>(() => {});
    });
  } else if (command === "migrate") {
    const client = await connect(process.env.CHILD_DATABASE_URL ?? "");
    const folder = readMigrations(rest[0] ?? "", "migrations", "db");
    await runMigrations({ client, target: "test", folder, options: { ...defaultRunOptions, onLine: say } });
    await client.end();
    say("done");
    return;
  }
  setInterval(() => {}, 1_000);
}

void main(process.argv.slice(2));
