import { fastify } from "./fastify/fastify";
import type { Framework } from "./framework";

/** A framework that is not here is refused by the schema of route-from-spec. */
export const frameworks = { fastify } satisfies Readonly<Record<string, Framework>>;

export type FrameworkName = keyof typeof frameworks;
