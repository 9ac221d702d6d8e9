/** k6's error codes in words (https://grafana.com/docs/k6/latest/javascript-api/error-codes/), the most exact first. */
const kinds: readonly (readonly [least: number, most: number, kind: string])[] = [
  [1020, 1020, "invalid URL"],
  [1050, 1050, "request timed out"],
  [1101, 1101, "host name not found"],
  [1110, 1111, "blocked by an option of k6"],
  [1100, 1199, "name lookup failed"],
  [1201, 1201, "connection broken while sending"],
  [1211, 1211, "connecting timed out"],
  [1212, 1212, "connection refused"],
  [1210, 1213, "connecting failed"],
  [1220, 1220, "connection reset"],
  [1200, 1299, "TCP error"],
  [1310, 1310, "TLS: unknown authority"],
  [1311, 1311, "TLS: certificate of another host"],
  [1300, 1399, "TLS error"],
  [1400, 1499, "4xx"],
  [1500, 1599, "5xx"],
  [1600, 1699, "HTTP/2 error"],
  [1700, 1799, "body cannot be decompressed"],
];

/**
 * What went wrong with a request that counts as an error.
 *
 * @param errorCode of k6; empty: none, as for a redirect that the script does not expect
 */
export function errorKind(errorCode: string, status: number): string {
  const code = Number(errorCode);
  const found = kinds.find(([least, most]) => code >= least && code <= most)?.[2];
  if (found !== undefined) return found;
  if (errorCode !== "" && status === 0) return "network error";
  return status === 0 ? "no response" : "unexpected status";
}
