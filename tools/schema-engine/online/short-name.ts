import { createHash } from "node:crypto";

/** A name of at most 63 bytes, PostgreSQL's limit, that no other `reason` gives; the same each time. */
export function shortName(wish: string, reason: string): string {
  const hash = createHash("sha256").update(`${wish}\0${reason}`).digest("hex").slice(0, 6);
  let head = wish;
  while (Buffer.byteLength(head) > 56) head = [...head].slice(0, -1).join("");
  return `${head}_${hash}`;
}
