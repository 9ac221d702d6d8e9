/** Hides the password of every URL in a text, and each secret that is named. Used on all output and errors of programs. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let safe = text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, "$1:***@");
  for (const secret of secrets) if (secret !== "") safe = safe.replaceAll(secret, "***");
  return safe;
}
