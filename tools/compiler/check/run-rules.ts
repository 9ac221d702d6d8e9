import type { Diagnostic } from "../diagnostics/diagnostic";
import { formatSpan } from "../diagnostics/format-diagnostic";
import { compareColumns } from "./compare-columns";
import { limitOfLists } from "./limit-of-lists";
import type { Checked, Rule } from "./rule";

const rules: readonly Rule[] = [compareColumns, limitOfLists];

/** All findings, each once: operations share schemas, so that several may meet the same problem at the same place. */
export function runRules(checked: Checked): readonly Diagnostic[] {
  const found = rules.flatMap((rule) => rule(checked));
  return [...new Map(found.map((one) => [`${formatSpan(one.span)} ${one.code} ${one.message}`, one])).values()];
}
