import { expect, test } from "vitest";
import { eachMajor } from "../database/each-major";

/** What it is about, and two schemas. */
export type SchemaPair = readonly [name: string, before: string, after: string];

/**
 * Tests that plans between two schemas are proved, there and back. The pairs are such that an engine alone leaves something out, or says it in an
 * order that PostgreSQL refuses.
 */
export function provesBothWays(pairs: readonly SchemaPair[]): void {
  eachMajor(
    ({ prove }) => {
      test.each(pairs)("%s", async (_, before, after) => {
        for (const plan of [await prove(before, after), await prove(after, before)]) {
          expect(plan.notes.filter((one) => one.includes("not managed"))).toEqual([]);
        }
      });
    },
    [18],
  );
}
