import type { AttackCase } from "./attack-case";
import { findings, type Judgement, type Outcome } from "./judge-answer";

/** What came of one case, however often it was sent. */
export interface CaseResult {
  readonly case: AttackCase;
  readonly requests: number;
  /** Status → requests; `0`: no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The worst of all. */
  readonly outcome: Outcome;
  readonly got: string;
  /** Sends it again, where the outcome is a finding. */
  readonly curl?: string;
}

export interface AttackResults {
  readonly cases: readonly CaseResult[];
  readonly notAttacked: readonly { readonly operation: string; readonly reason: string }[];
  /** Cases that an operation had too many, by operation. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Patterns that take so long for some texts that nobody knows whether these are wrong. */
  readonly slowPatterns: readonly string[];
}

export function isFinding(result: CaseResult): boolean {
  return findings.some((one) => one === result.outcome);
}

const worstFirst: readonly Outcome[] = [...findings, "limited", "refused", "survived"];

/** Keeps count of the answers to each case. */
export class Tally {
  private readonly known = new Map<
    AttackCase,
    { statuses: Record<string, number>; requests: number; worst: Judgement }
  >();

  add(one: AttackCase, status: number, judgement: Judgement): void {
    const entry = this.known.get(one) ?? { statuses: {}, requests: 0, worst: judgement };
    entry.requests++;
    entry.statuses[String(status)] = (entry.statuses[String(status)] ?? 0) + 1;
    if (worstFirst.indexOf(judgement.outcome) < worstFirst.indexOf(entry.worst.outcome)) entry.worst = judgement;
    this.known.set(one, entry);
  }

  /** In the order of the cases, whenever their answers came. */
  results(cases: readonly AttackCase[], curlOf: (one: AttackCase) => string): readonly CaseResult[] {
    return cases.flatMap((one) => {
      const entry = this.known.get(one);
      if (entry === undefined) return [];
      const { statuses, requests, worst } = entry;
      const result = { case: one, requests, statuses, outcome: worst.outcome, got: worst.got };
      return [isFinding(result) ? { ...result, curl: curlOf(one) } : result];
    });
  }
}
