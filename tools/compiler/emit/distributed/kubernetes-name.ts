import { createHash } from "node:crypto";

/** k6-operator puts up to 20 characters behind it, and the result is a label of at most 63 (RFC 1123). */
const longest = 40;

/**
 * A name for objects of Kubernetes, whatever the words are: lower-case letters, digits and hyphens, a letter first (RFC 1035, since
 * services are named after it). What loses something by that carries a hash of the words, so that two never become one.
 */
export function kubernetesName(...words: readonly string[]): string {
  const wanted = words.join("-");
  const plain = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const named = /^[a-z]/.test(plain) ? plain : `test-${plain}`.replace(/-$/, "");
  if (named === wanted && named.length <= longest) return named;
  const hash = createHash("sha256").update(words.join("\0")).digest("hex").slice(0, 8);
  return `${named.slice(0, longest - 9).replace(/-+$/, "")}-${hash}`;
}
