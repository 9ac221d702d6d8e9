// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 6515c8b4c3daef2b
/** Octets that mean the same whether they are encoded or not, as far as routes go; `/`, `?`, `#` and `%` do not. */
const plain = /^[A-Za-z0-9\-._~!$&'()*+,;=:@]$/;

/**
 * A path in one spelling: what needs no encoding is decoded, the rest is encoded with capital letters (RFC 3986, 6.2.2), so
 * that every router finds the same route. `undefined`: it is not encoded correctly.
 */
export function normalPath(path: string): string | undefined {
  if (/^[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/.test(path)) return path;
  try {
    decodeURIComponent(path);
  } catch {
    return undefined;
  }
  return path.replace(/%[0-9A-Fa-f]{2}|[^/%]/g, (found) => {
    if (found.length === 1) return plain.test(found) ? found : encodeURIComponent(found);
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    return plain.test(character) ? character : found.toUpperCase();
  });
}

/** A literal text of a template as it stands in a normal path. */
export function encodeLiteral(text: string): string {
  // Half a character has no encoding, and no client can ask for it.
  const whole = decodeSafely(text).replace(/\p{Cs}/gu, "\ufffd");
  return encodeURI(whole).replace(/[[\]?#/]/g, (character) => encodeURIComponent(character));
}

/** A description may write `%20` or a space: both are meant. */
function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * `http://host/pets?limit=1` → `/pets?limit=1`: "a server MUST accept the absolute-form in requests" (RFC 9112, 3.2.2). `undefined`:
 * it is neither that nor a path.
 */
export function originForm(url: string): string | undefined {
  if (url.startsWith("/")) return url;
  const match = /^https?:\/\/[^/?#]*(.*)$/is.exec(url);
  const rest = match?.[1];
  return rest === undefined ? undefined : rest.startsWith("/") ? rest : `/${rest}`;
}

export function pathOf(url = "/"): string {
  const at = url.indexOf("?");
  return at < 0 ? url : url.slice(0, at);
}

export function queryOf(url = "/"): string {
  const at = url.indexOf("?");
  return at < 0 ? "" : url.slice(at + 1);
}
