import type { Verifiers } from "./generated/runtime/authentication.js";

/**
 * Who has a credential that is no JWT. Return `{ subject, scopes }` to let its owner in, `undefined` to refuse it.
 * Compare keys with `timingSafeEqual` of `node:crypto`, or look up their hash.
 */
export const verifiers: Verifiers = {
  key: async (_credential) => undefined,
};
