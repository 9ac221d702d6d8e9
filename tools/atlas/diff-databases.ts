import { run } from "../process/run";
import { type AtlasProgram, atlasEnvironment } from "./atlas-program";

export interface DatabasePair {
  /** Of one server and role: the password is taken from the first. */
  readonly fromUrl: string;
  readonly toUrl: string;
}

export type AtlasPlan =
  /** Statements, each ended by `;`; may be empty. */
  | { readonly kind: "planned"; readonly sql: string }
  /** The program said no, in words for people. */
  | { readonly kind: "failed"; readonly reason: string };

const [begin, end] = ["-- specline:begin", "-- specline:end"];
const timeoutMs = 120_000;

/**
 * `atlas schema diff` of two databases. The template puts a line before and behind the statements: a help text, or an output that was cut off, does
 * not have both and is a failure, whatever the exit status. Passwords go through the environment, since every user sees arguments.
 */
export async function diffDatabases(atlas: AtlasProgram, pair: DatabasePair): Promise<AtlasPlan> {
  const { password } = new URL(pair.fromUrl);
  const secret = decodeURIComponent(password);
  const format = `${begin}{{ "\\n" }}{{ sql . }}{{ "\\n" }}${end}`;
  const outcome = await run({
    program: atlas.path,
    arguments: [
      ...["schema", "diff", "--from", withoutPassword(pair.fromUrl), "--to", withoutPassword(pair.toUrl)],
      ...["--exclude", "specline", "--format", format],
    ],
    environment: { ...atlasEnvironment(), PGPASSWORD: secret },
    secrets: secret === "" ? [] : [secret],
    timeoutMs,
  });
  if (outcome.exitCode !== 0) return { kind: "failed", reason: lastLine(outcome.stderr) ?? outcome.summary };
  const text = outcome.stdout.trim();
  if (!text.startsWith(`${begin}\n`) || !text.endsWith(`\n${end}`))
    return { kind: "failed", reason: "its exit status is 0, and it has not printed a plan" };
  return { kind: "planned", sql: text.slice(begin.length, -end.length).trim() };
}

/** The servers of shadows have no TLS, which lib/pq asks for unless told otherwise. */
function withoutPassword(text: string): string {
  const url = new URL(text);
  url.password = "";
  if (!url.searchParams.has("sslmode")) url.searchParams.set("sslmode", "disable");
  return url.href;
}

function lastLine(text: string): string | undefined {
  return text.trim().split("\n").at(-1) || undefined;
}
