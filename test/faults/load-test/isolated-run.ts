import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { checkK6 } from "../../../tools/k6/k6-program";
import { measure } from "../../../tools/k6/measure";
import { startLocalServer } from "./local-server";
import { tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

/** What a run did with the network; printed as one line of JSON by the process that has the namespace. */
export interface IsolatedRun {
  readonly verdict: string;
  readonly native: boolean;
  readonly requests: number;
  readonly serverPort: number;
  /** Local ports that anybody listened on at any time of the run. */
  readonly listening: readonly number[];
  /** Calls of k6, as strace prints them. */
  readonly calls: readonly string[];
}

const [root = "", k6Path = ""] = process.argv.slice(2);

async function main(): Promise<void> {
  const { service } = await compile({ openapiPath: "api.json", readText: () => tinySpec });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const server = await startLocalServer(tinyService("nonce", []));
  const trace = join(root, "trace.txt");
  const traced = join(root, "traced-k6");
  writeFileSync(
    traced,
    `#!/bin/sh\nexec strace -f -qq -e trace=connect,bind,listen,sendto -o '${trace}' '${k6Path}' "$@"\n`,
  );
  chmodSync(traced, 0o755);
  const checked = await checkK6(k6Path, "SPECLINE_K6");
  if (!("program" in checked)) throw new Error(checked.reason);
  const listening = new Set<number>();
  const watch = setInterval(() => listeningPorts().forEach((port) => void listening.add(port)), 20);
  const measured = await measure({
    workspaceRoot: root,
    k6: { ...checked.program, path: traced },
    scriptPaths: [join(root, "src/resources/items/generated/load-test.js")],
    environment: { BASE_URL: server.url, RATE: "5", DURATION: "2", CHECK_EVERY: "1" },
    usesExtension: checked.program.hasChecks,
    secrets: [],
    durationSeconds: 2,
    thresholds: { p95Ms: 60_000, errorRate: 1, isAsked: false },
    expectedOperations: [],
  });
  clearInterval(watch);
  const found: IsolatedRun = {
    verdict: measured.verdict.verdict,
    native: checked.program.hasChecks,
    requests: measured.summary.total.requests,
    serverPort: Number(new URL(server.url).port),
    listening: [...listening],
    calls: readFileSync(trace, "utf8").trim().split("\n"),
  };
  await server.close();
  console.log(JSON.stringify(found));
}

/** Sockets of this namespace that listen (state 0A) or take datagrams, by `proc(5)`. */
function listeningPorts(): readonly number[] {
  const tables = ["tcp", "tcp6", "udp", "udp6"].flatMap((name) =>
    readFileSync(`/proc/net/${name}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => ({ name, words: line.trim().split(/\s+/) })),
  );
  return tables
    .filter(({ name, words }) => words.length > 3 && (name.startsWith("udp") || words[3] === "0A"))
    .map(({ words }) => Number.parseInt(words[1]?.split(":")[1] ?? "0", 16));
}

void main();
