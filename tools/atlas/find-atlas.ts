import { join } from "node:path";
import { findProgram, type ProgramKind, type ProgramSearch } from "../go-module/find-program";
import { problem } from "../report/problem";
import { type AtlasProgram, checkAtlas } from "./atlas-program";
import { pinnedVersion } from "./atlas-version";

const atlas: ProgramKind<AtlasProgram, "SPECLINE_ATLAS"> = {
  module: {
    name: "atlas",
    version: pinnedVersion,
    directory: join(__dirname, "module"),
    announcement: `building Atlas from its library ${pinnedVersion} (once, about a minute; kept in the cache)`,
  },
  variable: "SPECLINE_ATLAS",
  check: checkAtlas,
  notFound: () => problem("migration/atlas-not-found", {}),
  buildFailed: (values) => problem("migration/atlas-build-failed", values),
  unusable: (values) => problem("migration/atlas-unusable", values),
};

/** Finds an Atlas, in the order of `findProgram`: the official binary works in the place of ours. */
export function findAtlas(onLine: (line: string) => void): Promise<ProgramSearch<AtlasProgram>> {
  return findProgram(atlas, onLine);
}
