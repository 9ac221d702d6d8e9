import { createHash } from "node:crypto";

/** Says what made a description, and by a hash of the rest whether somebody edited it since. */
export function withDescriptionHeader(text: string, command: string): string {
  const shown = command.replace(/\p{C}/gu, " ");
  return `# Made from tables by \`${shown}\`.
# It is yours: edit it and run \`nx sync\`. The command writes it anew only as long as it has not been edited.
# content-hash: ${hashOf(text)}
${text}`;
}

/** Whether a description is as it was made. */
export function isUntouchedDescription(content: string): boolean {
  const unix = content.replaceAll("\r\n", "\n");
  const header = /^(?:# [^\n]*\n){2}# content-hash: ([0-9a-f]+)\n/.exec(unix);
  return header !== null && hashOf(unix.slice(header[0].length)) === header[1];
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
