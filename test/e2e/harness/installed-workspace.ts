import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "./command";

export type PackageManager = "npm" | "pnpm";

const root = join(__dirname, "../../..");

/** What a generated application needs beside the plugin, in the versions that this repository is built with. */
const ofTheApplication = [
  "@koa/router",
  "@opentelemetry/api",
  "@types/cors",
  "@types/express",
  "@types/koa",
  "@types/node",
  "@types/pg",
  "@types/proxy-addr",
  "cors",
  "express",
  "fastify",
  "helmet",
  "jose",
  "koa",
  "pino",
  "proxy-addr",
  "rate-limiter-flexible",
  "swagger-ui-dist",
];
const ofSpecline = ["@sinclair/typebox", "pg", "typebox", "typescript"];

/**
 * A workspace with everything installed, made once per run and package manager, to be copied.
 * Tests of one file ask one after the other; files that use the same package manager may install twice, and the first one wins.
 */
export async function installedWorkspace(manager: PackageManager, scratch: string, tarball: string): Promise<string> {
  const ready = join(scratch, `installed-${manager}`);
  if (existsSync(ready)) return ready;
  const making = `${ready}-${process.pid}`;
  mkdirSync(making, { recursive: true });
  writeFileSync(join(making, "package.json"), `${JSON.stringify(packageJson(tarball), null, 2)}\n`);
  if (manager === "npm") {
    await must(making, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"]);
  } else {
    await must(making, process.execPath, [join(root, "node_modules/pnpm/bin/pnpm.cjs"), "install", "--prefer-offline"]);
  }
  try {
    renameSync(making, ready);
  } catch (error) {
    if (!existsSync(ready)) throw error;
  }
  return ready;
}

function packageJson(tarball: string): object {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const pick = (names: readonly string[], from: Record<string, string>) =>
    Object.fromEntries(names.map((name) => [name, from[name]]));
  return {
    name: "workspace",
    private: true,
    dependencies: pick(ofTheApplication, devDependencies),
    devDependencies: {
      "@nx/devkit": devDependencies["@nx/devkit"],
      nx: devDependencies.nx,
      ...pick(ofSpecline, dependencies),
      specline: `file:${tarball}`,
    },
  };
}
