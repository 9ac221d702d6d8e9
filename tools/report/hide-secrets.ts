import type { Problem } from "./problem";
import type { Report } from "./report";

/** So short a secret may be a word or a number of anything: it is hidden where it stands alone. */
const shortLength = 8;

/** A report in which no text holds any of the secrets; what programs print is redacted before (tools/process/redact.ts). */
export function hideSecrets(report: Report, secrets: readonly string[]): Report {
  const hide = hider(secrets);
  const { reasons, data, sections } = report;
  return { ...report, ...(walk({ reasons, data, sections }, hide) as Pick<Report, "reasons" | "data" | "sections">) };
}

/** The same of a refusal. */
export function hideInProblems(problems: readonly Problem[], secrets: readonly string[]): readonly Problem[] {
  const hide = hider(secrets);
  return problems.map((one) => ({ ...one, message: hide(one.message), hint: hide(one.hint) }));
}

function hider(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets.filter((one) => one !== "").flatMap((one) => [secretPattern(one), ...startPattern(one)]);
  return (text) => patterns.reduce((rest, pattern) => rest.replace(pattern, "***"), text);
}

/** Of a long secret, what a text that was cut still has of it. */
function startPattern(secret: string): readonly RegExp[] {
  return secret.length < 32 ? [] : [new RegExp(`${literally(secret.slice(0, 16))}[^\\s"]*`, "g")];
}

function walk(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === "string") return hide(value);
  if (Array.isArray(value)) return value.map((one) => walk(one, hide));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, hide)]));
}

/** Where a secret stands in a text. */
export function secretPattern(secret: string): RegExp {
  const literal = literally(secret);
  return new RegExp(secret.length < shortLength ? `(?<![\\w-])${literal}(?![\\w-])` : literal, "g");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
