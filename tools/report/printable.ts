/** Text of a user or a server for a terminal: what moves the cursor, changes colours or hides text is shown as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(
    /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
