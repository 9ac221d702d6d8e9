import { expect, it } from "vitest";
import { diffDatabases } from "../../../tools/atlas/diff-databases";
import { findAtlas } from "../../../tools/atlas/find-atlas";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";
import { onlyPrograms } from "../only-programs";

const { program } = onlyPrograms("SPECLINE_ATLAS");

const [version, flags] = [
  'echo "atlas version v0.38.0"',
  'echo "Usage: atlas schema diff --from --to --format --exclude"',
];

/** An Atlas that knows `version` and the help of `schema diff`, and does this for all else. */
const atlasThat = (rest: string) =>
  `case "$*" in version) ${version};; "schema diff --help") ${flags};; *) ${rest};; esac`;

async function search() {
  const lines: string[] = [];
  const found = await findAtlas((line) => lines.push(line));
  return found.kind === "found" ? { ...found.program, lines } : { code: found.problem.code, hint: found.problem.hint };
}

it("lists the ways to get one when there is neither Go nor atlas", async () => {
  expect(await search()).toMatchObject({
    code: "migration/atlas-not-found",
    hint: expect.stringMatching(/Install Go.*PATH.*SPECLINE_ATLAS.*delta/),
  });
});

it("refuses a database whose engine is atlas there, before anything is started, and does not take another engine", async () => {
  const workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", "CREATE TABLE t (id int);\n");
  workspace.write("specline.json", JSON.stringify({ kind: "database", engine: "atlas", postgres: 18, ignore: [] }));
  const refused = await refusal(diff(workspace.project(), { name: "t" }));
  workspace.remove();
  expect(refused.codes).toEqual(["migration/atlas-not-found"]);
});

it.each([
  ["prints its help for everything, with exit status 0", flags],
  ["says nothing, with exit status 0", "exit 0"],
  ["prints a version and fails", `${version}; exit 1`],
  ["has no `schema diff`", `case "$*" in version) ${version};; *) echo "Usage: atlas [command]";; esac`],
])("does not believe an atlas that %s", async (_, script) => {
  process.env.SPECLINE_ATLAS = program("mine", script);
  program("atlas", atlasThat("exit 1"));
  expect(await search()).toMatchObject({ code: "migration/atlas-unusable" });
});

it("takes the one that is named, and without Go the one on PATH", async () => {
  program("atlas", atlasThat("exit 1"));
  expect(await search()).toMatchObject({ origin: "PATH", description: "atlas v0.38.0" });
  process.env.SPECLINE_ATLAS = program("mine", atlasThat("exit 1"));
  expect(await search()).toMatchObject({ origin: "SPECLINE_ATLAS" });
});

it("says why a build failed", async () => {
  program("go", 'if [ "$1" = env ]; then echo go1.26.8; else echo "no network" >&2; exit 1; fi');
  expect(await search()).toMatchObject({ code: "migration/atlas-build-failed" });
});

it.each([
  ["a help text with exit status 0", flags, /has not printed a plan/],
  ["nothing with exit status 0", "exit 0", /has not printed a plan/],
  ["a plan that was cut off", "echo '-- specline:begin'; echo 'DROP TABLE t;'", /has not printed a plan/],
  ["an error", "echo 'Error: no such host' >&2; exit 1", /no such host/],
])("takes %s for no plan", async (_, script, reason) => {
  const path = program("atlas", atlasThat(script));
  const url = "postgres://a:secret@127.0.0.1:1/x";
  const plan = await diffDatabases({ path, origin: "PATH", description: "atlas" }, { fromUrl: url, toUrl: url });
  expect(plan).toEqual({ kind: "failed", reason: expect.stringMatching(reason) });
});

it("gives the program no password among its arguments and none in what it says", async () => {
  const path = program("atlas", atlasThat(`printf '%s ' "$3" "$4" "$5" "$6" "PGPASSWORD=$PGPASSWORD" >&2; exit 1`));
  const url = "postgres://a:secret@127.0.0.1:1/x";
  const plan = await diffDatabases({ path, origin: "PATH", description: "atlas" }, { fromUrl: url, toUrl: url });
  expect(plan).toMatchObject({
    kind: "failed",
    reason: expect.stringMatching(/^--from postgres:\/\/a@127\S* --to postgres:\/\/a@127\S* PGPASSWORD=\*+/),
  });
});
