import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import type { SqlFile } from "../sql/sql-statement";
import { timeoutMs } from "./timeout-text";

/** Milliseconds; missing: the file says nothing. */
export interface HeaderTimeouts {
  readonly lockMs?: number;
  readonly statementMs?: number;
}

/** `-- specline:lock-timeout 20min` and `-- specline:statement-timeout 6h` at the top of a file. Throws `Refused` for a value that is none. */
export function headerTimeouts(file: SqlFile): HeaderTimeouts {
  const lines = file.text.replace(/^\uFEFF/, "").split("\n");
  const found: { lockMs?: number; statementMs?: number } = {};
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "" && !line.startsWith("--")) break;
    const [, name, value = ""] = /^-- specline:(lock|statement)-timeout(.*)$/.exec(line.trimEnd()) ?? [];
    if (name === undefined) continue;
    const ms = timeoutMs(value.trim());
    if (ms === undefined) {
      const span = { file: file.path, line: index + 1, column: 1 };
      throw new Refused([diagnostic("migration/bad-timeout", span, { line: line.trim() })]);
    }
    found[name === "lock" ? "lockMs" : "statementMs"] = ms;
  }
  return found;
}
