import type { Framework } from "./framework";

/** A framework that is not here is refused by the schema of route-from-spec. */
export const frameworks = {
  fastify: {
    name: "fastify",
    packages: { fastify: "^5.12.8" },
    devPackages: {},
    shared: [],
  },
  express: {
    name: "express",
    packages: { express: "^5.3.0" },
    devPackages: { "@types/express": "^5.0.6" },
    shared: ["path-to-regexp.ts"],
  },
  koa: {
    name: "koa",
    packages: { koa: "^3.3.0", "@koa/router": "^15.7.0" },
    devPackages: { "@types/koa": "^3.0.3" },
    shared: ["path-to-regexp.ts"],
  },
} as const satisfies Readonly<Record<string, Framework>>;

export type FrameworkName = keyof typeof frameworks;
