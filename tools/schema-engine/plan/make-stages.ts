import type { EnginePlan } from "../engine/schema-engine";
import { closeWindows } from "../online/close-windows";
import { keepIdentities } from "../online/keep-identities";
import { keepTogether } from "../online/keep-together";
import { needsWhole } from "../online/needs-whole";
import type { OnlineForm } from "../online/online-form";
import { type OnlineScope, onlineForms } from "../online/online-forms";
import type { SchemaFacts } from "../online/schema-facts";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import { needsCommitAfter, transactionNeed } from "../sql/transaction-need";
import type { Segment } from "./segment";
import type { Stage } from "./stage";

/**
 * Groups a plan into transactions. Labels that are added to enums end their transaction, so those of enums that were there before
 * come first: when a later part fails, an unused label is all that is left of the plan. What an online form does later is done as late as
 * the statements that need it allow, so that a plan has few parts.
 */
export async function makeStages(plan: EnginePlan, facts: SchemaFacts, scope: OnlineScope): Promise<readonly Stage[]> {
  const settings = plan.settings.map(({ name, value }) => `SET LOCAL ${name} = ${value}`);
  const stages: Stage[] = [];
  let open: string[] = [];
  let pending: OnlineForm[] = [];
  const close = () => {
    const first: Segment[] = open.length === 0 ? [] : [{ isTransactional: true, statements: [...settings, ...open] }];
    const parts = [...first, ...inOrder(pending)];
    if (parts.length > 0) {
      const unsure = pending.flatMap((form) => form.unsure);
      stages.push({ parts, unsure, cleaning: pending.flatMap((form) => form.cleaning) });
    }
    open = [];
    pending = [];
  };
  const statements = await keepIdentities(await statementsOf(plan), facts, scope === "none");
  const { labels, rest: planned } = labelsFirst(statements);
  const rest = scope === "all" || scope === "together" ? closeWindows(planned, facts) : planned;
  const online = onlineForms(rest, facts, scope);
  const kept = scope === "together" ? keepTogether(rest, online, facts) : undefined;
  const { before, together, after, forms } = kept ?? { before: [], together: [], after: rest, forms: online };
  open.push(...labels.map(({ text }) => text));
  close();
  const add = (statement: SqlStatement) => {
    const { text, node } = statement;
    const form = forms.get(statement);
    if (pending.some((one) => needsWhole(statement, one))) close();
    if (form?.apart !== undefined) {
      close();
      stages.push(form.apart);
    } else if (form?.undo !== undefined) {
      const before = stages.at(-1)?.undo === undefined ? undefined : stages.pop();
      const parts = [...(before?.parts ?? []), ...form.later];
      stages.push({ parts, unsure: [], cleaning: [], undo: [...form.undo, ...(before?.undo ?? [])] });
    } else if (form !== undefined) {
      open.push(...form.inPlace);
      pending.push(form);
    } else if (transactionNeed(node) === "alone") {
      close();
      stages.push({ parts: [{ isTransactional: false, statements: [text] }], unsure: [], cleaning: [] });
    } else {
      open.push(text);
      if (needsCommitAfter(node)) close();
    }
  };
  before.forEach(add);
  if (before.length > 0) close();
  for (const statement of together) {
    const form = forms.get(statement);
    open.push(...(form?.inPlace ?? [statement.text]));
    if (form !== undefined) pending.push(form);
  }
  after.forEach(add);
  close();
  return stages;
}

/**
 * Constraints are validated at the end and together: none of their locks blocks a reader or a writer. What they allow follows with a transaction for each
 * table, which waits for no other table while it holds its lock.
 */
function inOrder(forms: readonly OnlineForm[]): readonly Segment[] {
  const validations = forms.flatMap(({ later }) => later.slice(endOfOthers(later)));
  const others = forms.flatMap(({ later }) => later.slice(0, endOfOthers(later)));
  const last = forms.flatMap((form) => form.last ?? []);
  const tables = [...new Set(forms.map(({ table }) => table))];
  const allowed = tables.map((table) => forms.flatMap((form) => (form.table === table ? (form.whenValid ?? []) : [])));
  const segments = [validations.flatMap(({ statements }) => statements), ...allowed];
  const parts = segments.filter((statements) => statements.length > 0);
  return [...others, ...last, ...parts.map((statements) => ({ isTransactional: true, statements }))];
}

/** Where the validations begin that nothing of their form follows. */
function endOfOthers(later: readonly Segment[]): number {
  const isValidation = ({ statements }: Segment) => statements.every((one) => / VALIDATE CONSTRAINT /.test(one));
  return later.findLastIndex((segment) => !isValidation(segment)) + 1;
}

async function statementsOf(plan: EnginePlan): Promise<readonly SqlStatement[]> {
  const texts = plan.actions.map((action) => ({ path: "plan", text: action.sql }));
  return (await Promise.all(texts.map(readStatements))).flat();
}

/** A label stays in its place when the plan has changed its type before it: made it, renamed it or one of its labels. */
function labelsFirst(statements: readonly SqlStatement[]) {
  const changedTypes: string[] = [];
  const labels: SqlStatement[] = [];
  const rest: SqlStatement[] = [];
  for (const statement of statements) {
    const { node, text } = statement;
    const name = "AlterEnumStmt" in node ? node.AlterEnumStmt.typeName?.at(-1) : undefined;
    const type = name !== undefined && "String" in name ? (name.String.sval ?? "") : "";
    const isFree = needsCommitAfter(node) && !changedTypes.some((change) => change.includes(type));
    (isFree ? labels : rest).push(statement);
    if (!isFree && /^(CREATE|ALTER|DROP)\s+(TYPE|SCHEMA)\b/i.test(text)) changedTypes.push(text);
  }
  return { labels, rest };
}
