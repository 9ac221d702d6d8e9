import { createHash } from "node:crypto";
import type { ApiDocument, ApiOperation } from "./api-document";
import { type AttackCase, headerOf, type Seed } from "./attack-case";
import { bodyCases } from "./body-cases";
import { type Credentials, credentialCases } from "./credential-cases";
import { formBody } from "./form-body";
import { formCases } from "./form-cases";
import { formMessageCases } from "./form-message-cases";
import { keyCases } from "./key-cases";
import { messageCases } from "./message-cases";
import { methodCases } from "./method-cases";
import { objectParameterCases } from "./object-parameter-cases";
import type { Oracle } from "./oracle";
import { parameterCases } from "./parameter-cases";

/** Of one operation. Bodies with hundreds of properties have thousands of faults; what is over the limit is left out by chance, the same every time. */
const maxCasesOfOperation = 400;

export interface CaseList {
  readonly cases: readonly AttackCase[];
  /** Cases that were made and are not sent, by operation. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Everything that is sent for the seeds, operations that delete last: what they wrongly do would take the rows of others. */
export function makeCases(
  document: ApiDocument,
  oracle: Oracle,
  operations: readonly ApiOperation[],
  seeds: readonly Seed[],
  credentials: Credentials,
): CaseList {
  const leftOut = new Map<string, number>();
  const ordered = [...seeds].sort((a, b) => Number(isDelete(a)) - Number(isDelete(b)));
  const cases = ordered.flatMap((seed) => {
    const operation = operations.find((one) => one.id === seed.operation);
    if (operation === undefined) return [];
    const schema = bodySchema(operation, seed);
    const form = formBody(document, oracle, operation, seed);
    const ofKeys = keyCases(document, operation, seed, credentials.keys);
    if (seed.isKeyless === true) return distinct(ofKeys);
    const made = distinct([
      ...credentialCases(document, operation, seed, credentials),
      ...ofKeys,
      ...methodCases(operation, seed),
      ...messageCases(operation, seed),
      ...parameterCases(document, oracle, operation, seed),
      ...objectParameterCases(document, oracle, operation, seed),
      ...(schema === undefined ? [] : bodyCases(document, oracle, operation, seed, schema)),
      ...(form === undefined
        ? []
        : [
            ...formMessageCases(document, operation, seed, form),
            ...formCases(document, oracle, operation, seed, form),
          ]),
    ]);
    if (made.length > maxCasesOfOperation) leftOut.set(operation.id, made.length - maxCasesOfOperation);
    return chosen(made);
  });
  return { cases, leftOut };
}

function isDelete(seed: Seed): boolean {
  return seed.request.method === "DELETE";
}

function bodySchema(operation: ApiOperation, seed: Seed) {
  const type = (headerOf(seed.request, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/([\w.-]+\+)?json$/.test(type)) return undefined;
  const content = Object.entries(operation.description.requestBody?.content ?? {});
  const exact = content.find(([name]) => name.split(";")[0]?.trim().toLowerCase() === type);
  return (exact ?? content.find(([name]) => /\*/.test(name)))?.[1].schema;
}

/** Two faults may come to the same request; the first name is kept. */
function distinct(cases: readonly AttackCase[]): readonly AttackCase[] {
  const byRequest = new Map<string, AttackCase>();
  for (const one of cases) {
    const { method, target, headers, body, paddingBytes = 0 } = one.request;
    const key = JSON.stringify([method, target, headers, body?.toString("base64"), paddingBytes]);
    if (!byRequest.has(key)) byRequest.set(key, one);
  }
  return [...byRequest.values()];
}

function chosen(cases: readonly AttackCase[]): readonly AttackCase[] {
  if (cases.length <= maxCasesOfOperation) return cases;
  const rank = (one: AttackCase) => createHash("sha256").update(`${one.operation}\n${one.name}`).digest("hex");
  const kept = new Set(
    [...cases]
      .map((one) => ({ one, rank: rank(one) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, maxCasesOfOperation)
      .map(({ one }) => one),
  );
  return cases.filter((one) => kept.has(one));
}
