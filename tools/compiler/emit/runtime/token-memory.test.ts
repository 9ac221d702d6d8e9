import type { JWTPayload } from "jose";
import { expect, test } from "vitest";
import { rememberTokens } from "./token-memory";

function memory(claimsOf: (token: string) => JWTPayload | undefined, maxAgeMs = 60_000) {
  const verified: string[] = [];
  const clock = { ms: 0 };
  const verify = rememberTokens(
    async (token) => {
      verified.push(token);
      return claimsOf(token);
    },
    { maxAgeMs, clockToleranceMs: 5_000, now: () => clock.ms },
  );
  return { verified, clock, verify };
}

test.each([
  ["a token is verified once in its time", 60_000, { exp: 1_000 }, [0, 59_999], 1],
  ["and again after it", 60_000, { exp: 1_000 }, [0, 60_000], 2],
  ["never beyond its end, with the tolerance of the verifier", 60_000, { exp: 20 }, [0, 24_999, 25_000], 2],
  ["one that has ended already", 60_000, { exp: 0 }, [5_000, 5_000], 2],
  ["one without an end", 60_000, {}, [0, 0], 2],
  ["no time at all", 0, { exp: 1_000 }, [0, 0], 2],
])("%s", async (_, maxAgeMs, claims, moments, times) => {
  const { verify, verified, clock } = memory(() => claims, maxAgeMs);
  for (const moment of moments) {
    clock.ms = moment;
    expect(await verify("t")).toEqual(claims);
  }
  expect(verified).toHaveLength(times);
});

test("a refusal is not remembered", async () => {
  const answers = [undefined, { exp: 1_000 }];
  const { verify } = memory(() => answers.shift());
  expect(await verify("t")).toBe(undefined);
  expect(await verify("t")).toEqual({ exp: 1_000 });
});

test("one token is not taken for another, and the oldest of 1,000 goes first", async () => {
  const { verify, verified } = memory((token) => ({ sub: token, exp: 1_000 }));
  for (let number = 0; number <= 1_000; number++) await verify(`t${number}`);
  expect(await verify("t1000")).toEqual({ sub: "t1000", exp: 1_000 });
  expect(await verify("t1")).toEqual({ sub: "t1", exp: 1_000 });
  expect(verified).toHaveLength(1_001);
  await verify("t0");
  expect(verified.at(-1)).toBe("t0");
});

test("claims cannot be changed for the next request", async () => {
  const { verify } = memory(() => ({ exp: 1_000, roles: ["reader"] }));
  const claims = (await verify("t")) as { readonly roles: string[] };
  expect(() => claims.roles.push("admin")).toThrow(TypeError);
});
