import type { Report } from "../../tools/report/report";
import type { TypeCheck } from "../../tools/typescript/check-types";

export function typecheckReport(project: string, { problems, text, version }: TypeCheck): Report {
  const success = problems.length === 0;
  const count = problems.length === 1 ? "1 type error" : `${problems.length} type errors`;
  return {
    schemaVersion: 1,
    project,
    target: "typecheck",
    verdict: success ? "passed" : "failed",
    success,
    reasons: [success ? "TypeScript has no error." : `TypeScript found ${count}.`],
    data: { typescript: version, problems: problems.map((one) => ({ ...one })) },
    sections: success
      ? [{ kind: "facts", title: "Compiler", facts: [["TypeScript", version]] }]
      : [{ kind: "code", title: count, language: "text", text }],
  };
}
