import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import { readStatements } from "../sql/read-statements";
import { type SqlFile, type SqlStatement, spanAt } from "../sql/sql-statement";
import type { RenameDeclaration } from "./rename-declaration";

type Target = Pick<RenameDeclaration, "table" | "column">;

/** The renames that files declare. Throws `Refused` with the place of a declaration that is misspelled or stands above nothing. */
export async function readRenames(files: readonly SqlFile[]): Promise<readonly RenameDeclaration[]> {
  const declarations: RenameDeclaration[] = [];
  const problems: Diagnostic[] = [];
  for (const file of files.filter((one) => one.text.includes("@renamed"))) {
    const targets = await targetsOf(file);
    for (const { text, offset, next } of await commentsOf(file)) {
      // One in a block comment is none, but who wrote it means one.
      if (!/^(?:--|\/\*)[\s*]*@renamed\b/.test(text)) continue;
      const span = spanAt(file, offset);
      const from = nameOf(text);
      const target = isAloneOnItsLine(file.text, offset) ? targets.get(next) : undefined;
      const reason =
        from === undefined || (target?.column !== undefined && from.schema !== undefined)
          ? "is not `-- @renamed from=<old name>`, where a name with other characters than letters, digits and _ has quotes"
          : target === undefined
            ? "does not stand on a line of its own above CREATE TABLE or a column in it"
            : declarations.some((one) => isSameOld(one, target, from))
              ? "names what another table or column was called already"
              : undefined;
      if (reason !== undefined || from === undefined || target === undefined) {
        problems.push(diagnostic("migration/bad-rename", span, { comment: text.trim(), reason: reason ?? "" }));
      } else {
        declarations.push({ ...target, from, span });
      }
    }
  }
  if (problems.length > 0) throw new Refused(problems);
  return declarations;
}

function isSameOld(one: RenameDeclaration, target: Target, from: RenameDeclaration["from"]): boolean {
  if (one.from.name !== from.name || (one.column === undefined) !== (target.column === undefined)) return false;
  return target.column === undefined
    ? (one.from.schema ?? one.table[0]) === (from.schema ?? target.table[0])
    : one.table.join("\0") === target.table.join("\0");
}

/** A bare name is folded to lower case, as PostgreSQL does. */
function nameOf(comment: string): RenameDeclaration["from"] | undefined {
  const part = String.raw`("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
  const found = new RegExp(String.raw`^--\s*@renamed\s+from=${part}(?:\.${part})?\s*$`, "u").exec(comment);
  const [first, second] = (found?.slice(1) ?? []).map((text) =>
    text?.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text?.toLowerCase(),
  );
  if (first === undefined) return undefined;
  return second === undefined ? { name: first } : { schema: first, name: second };
}

function isAloneOnItsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
}

/** By the offset of its first character in the file: tables and their columns. */
async function targetsOf(file: SqlFile): Promise<ReadonlyMap<number, Target>> {
  const targets = new Map<number, Target>();
  for (const statement of await readStatements(file)) {
    if (!("CreateStmt" in statement.node)) continue;
    const { relation } = statement.node.CreateStmt;
    const table = [relation?.schemaname ?? "public", relation?.relname ?? ""] as const;
    const start = offsetOf(file.text, statement);
    targets.set(start, { table });
    for (const { name, offset } of await columnsOf(statement)) targets.set(start + offset, { table, column: name });
  }
  return targets;
}

/** Parsed by itself, since places in a tree count from the beginning of what was parsed. */
async function columnsOf({
  text,
}: SqlStatement): Promise<readonly { readonly name: string; readonly offset: number }[]> {
  const [alone] = await readStatements({ path: "table", text });
  if (alone === undefined || !("CreateStmt" in alone.node)) return [];
  return (alone.node.CreateStmt.tableElts ?? []).flatMap((one) =>
    "ColumnDef" in one
      ? [{ name: one.ColumnDef.colname ?? "", offset: lengthOfBytes(text, one.ColumnDef.location ?? 0) }]
      : [],
  );
}

function offsetOf(text: string, { span }: SqlStatement): number {
  const lines = text.split("\n").slice(0, span.line - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + span.column - 1;
}

interface Comment {
  readonly text: string;
  readonly offset: number;
  /** Offset of the first word after it and other comments; -1 at the end. */
  readonly next: number;
}

async function commentsOf(file: SqlFile): Promise<readonly Comment[]> {
  const { scan } = await import("libpg-query");
  // What readStatements reads over, too; lengths stay.
  const text = file.text.replace(/^\uFEFF/, " ").replace(/^ *\\.*$/gm, (line) => " ".repeat(line.length));
  const { tokens } = await scan(text);
  const isComment = (one: (typeof tokens)[number]) => ["SQL_COMMENT", "C_COMMENT"].includes(one.tokenName);
  return tokens.flatMap((token, index) => {
    if (!isComment(token)) return [];
    const word = tokens.slice(index + 1).find((one) => !isComment(one));
    const next = word === undefined ? -1 : lengthOfBytes(text, word.start);
    return [{ text: token.text, offset: lengthOfBytes(text, token.start), next }];
  });
}

/** UTF-16 code units of the first bytes of a text. */
function lengthOfBytes(text: string, bytes: number): number {
  return Buffer.from(text, "utf8").subarray(0, bytes).toString("utf8").length;
}
