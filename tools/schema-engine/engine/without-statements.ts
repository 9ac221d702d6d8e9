/** A cycle among the statements of pg-delta, which may hold passwords: only what they make and drop is told. */
export function withoutStatements(reason: string): string {
  if (!reason.startsWith("dependency cycle")) return reason;
  const made = /^\s*(?:CREATE|DROP) (?:OR REPLACE )?([A-Z ]+?) ((?:"(?:[^"]|"")*"\.?)+(?:\([^()]*\))?)/;
  const objects = reason.split("\n").flatMap((line) => {
    const [, kind, name] = made.exec(line) ?? [];
    return kind === undefined ? [] : [`  - ${kind.toLowerCase()} ${name}`];
  });
  return `it finds no order for what has to be dropped and made again:\n${[...new Set(objects)].join("\n")}`;
}
