import { join } from "node:path";
import { findProgram, type ProgramKind } from "../go-module/find-program";
import { type Problem, problem } from "../report/problem";
import { checkK6, type K6Program } from "./k6-program";
import { pinnedVersion } from "./k6-version";
import { xk6 } from "./xk6";

export type K6Search =
  | { readonly kind: "found"; readonly k6: K6Program }
  | { readonly kind: "missing"; readonly problem: Problem };

const k6: ProgramKind<K6Program, "SPECLINE_K6"> = {
  module: {
    name: "k6",
    version: pinnedVersion,
    directory: join(__dirname, "module"),
    announcement: `building k6 ${pinnedVersion} with Specline's extensions (once, about 2 minutes; kept in the cache)`,
    builder: xk6,
  },
  variable: "SPECLINE_K6",
  check: checkK6,
  notFound: () => problem("load/k6-not-found", {}),
  buildFailed: (values) => problem("load/k6-build-failed", values),
  unusable: (values) => problem("load/k6-unusable", values),
};

/** Finds a k6, in the order of `findProgram`. A k6 without our extension works too, with larger sample files. */
export async function findK6(onLine: (line: string) => void, signal?: AbortSignal): Promise<K6Search> {
  const search = await findProgram(k6, onLine, signal);
  return search.kind === "found" ? { kind: "found", k6: search.program } : search;
}
