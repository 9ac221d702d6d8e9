/** Lines around the differences of two texts: `-` is only in the first, `+` only in the second. */
export function lineDiff(before: string, after: string, maxLines = 40): string {
  const [left, right] = [before.split("\n"), after.split("\n")];
  const start = left.findIndex((line, index) => line !== right[index]);
  if (start < 0)
    return left.length === right.length
      ? ""
      : [`@@ line ${left.length} @@`, ...right.slice(left.length).map((line) => `+${line}`)]
          .slice(0, maxLines)
          .join("\n");
  const changes = compare(left.slice(start), right.slice(start));
  const context = left.slice(Math.max(0, start - 2), start).map((line) => ` ${line}`);
  const lines = [`@@ line ${start + 1} @@`, ...context, ...changes];
  return lines.length > maxLines ? [...lines.slice(0, maxLines), "…"].join("\n") : lines.join("\n");
}

/** Longest common subsequence; files too long for its table are shown line by line from the first difference. */
function compare(left: readonly string[], right: readonly string[]): string[] {
  if (left.length * right.length > 4_000_000)
    return [...left.map((line) => `-${line}`), ...right.map((line) => `+${line}`)];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const isSame = left[row] === right[column];
      lengths[row * width + column] = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && left[row] === right[column]) {
      lines.push(` ${left[row++]}`);
      column++;
    } else if (row < left.length && (column === right.length || at(row + 1, column) >= at(row, column + 1))) {
      lines.push(`-${left[row++]}`);
    } else lines.push(`+${right[column++]}`);
  }
  return lines.filter((line, index) => isNearChange(lines, index, line));
}

function isNearChange(lines: readonly string[], index: number, line: string): boolean {
  return !line.startsWith(" ") || lines.slice(Math.max(0, index - 2), index + 3).some((one) => !one.startsWith(" "));
}
