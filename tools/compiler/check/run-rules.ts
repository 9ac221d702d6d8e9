import type { Diagnostic } from "../diagnostics/diagnostic";
import { compareColumns } from "./compare-columns";
import { limitOfLists } from "./limit-of-lists";
import type { Checked, Rule } from "./rule";

const rules: readonly Rule[] = [compareColumns, limitOfLists];

export function runRules(checked: Checked): readonly Diagnostic[] {
  return rules.flatMap((rule) => rule(checked));
}
