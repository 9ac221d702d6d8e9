const classEscape = /^\\[dDsSwW]/;

/**
 * The pattern in the mode with `u`, in which JSON Schema patterns are to be read (2020-12 core §6.4). Authors also write what only
 * the mode without it takes (ECMA-262 Annex B.1.2): needless escapes, a hyphen beside `\w` in a class, single braces.
 *
 * @returns `undefined` when it is no regular expression, or means something that cannot be said with `u`
 */
export function unicodePattern(pattern: string): string | undefined {
  if (isValid(pattern, "u")) return pattern;
  if (!isValid(pattern, "")) return undefined;
  let result = "";
  let isInClass = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const token = tokenAt(rest, isInClass);
    const isBesideClass = classEscape.test(rest.slice(1)) || /\\[dDsSwW]$/.test(result);
    result += isInClass && token === "-" && isBesideClass ? "\\-" : mended(token, isInClass);
    if (token === "[") isInClass = true;
    if (token === "]") isInClass = false;
    at += token.length;
  }
  return isValid(result, "u") ? result : undefined;
}

/** An escape, a quantifier in braces, or one character. */
function tokenAt(rest: string, isInClass: boolean): string {
  const found = /^\\./su.exec(rest) ?? (isInClass ? null : /^\{\d+(,\d*)?\}/.exec(rest)) ?? /^./su.exec(rest);
  return found?.[0] ?? rest;
}

function mended(token: string, isInClass: boolean): string {
  if (token === "\\-") return isInClass ? token : "-";
  // What stands for itself needs no escape; letters and digits are left to mean what they mean with `u`.
  if (/^\\[^\w^$\\.*+?()[\]{}|/]/su.test(token) || token === "\\_") return token.slice(1);
  return !isInClass && /^[{}\]]$/.test(token) ? `\\${token}` : token;
}

function isValid(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
