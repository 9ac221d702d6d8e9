import type { JsonValue } from "../../report/json";
import type { ApiOperation, JsonSchema } from "./api-document";
import type { AttackCase } from "./attack-case";
import type { Oracle } from "./oracle";
import { readJson } from "./record-flow";
import type { Answer } from "./send-request";

/**
 * What a service made of a case: refused as it should, did no harm, took what is wrong, failed, told too much, answered what its
 * description does not know, or was too busy to be judged.
 */
export type Outcome = "refused" | "survived" | "accepted" | "crashed" | "leaked" | "undocumented" | "limited";

export interface Judgement {
  readonly outcome: Outcome;
  /** What came back, for people. */
  readonly got: string;
}

/** From the worst to what is no finding at all. */
export const findings = ["crashed", "leaked", "accepted", "undocumented"] as const satisfies readonly Outcome[];

/** Statuses of HTTP itself (RFC 9110, 15.5; RFC 6585), which descriptions seldom list for each operation. */
const ofHttp = new Set([404, 405, 406, 413, 414, 415, 431]);

export function judgeAnswer(
  one: AttackCase,
  answer: Answer,
  operation: ApiOperation,
  oracle: Oracle,
  /** What the valid request was answered. */
  seedStatus: number,
): Judgement {
  const { status } = answer;
  const text = answer.body.toString("utf8");
  if (status === 0) {
    // A server may hang up on what is too large, and it then depends on the timing whether the answer is read.
    if (one.class === "size" && answer.isLate !== true) return { outcome: "refused", got: "the connection was closed" };
    return { outcome: "crashed", got: `no answer: ${answer.failure ?? "the connection was closed"}` };
  }
  const got = String(status);
  if (status === 429 || (status === 503 && answer.headers["retry-after"] !== undefined))
    return { outcome: "limited", got };
  const trace = traceIn(text);
  if (trace !== undefined) return { outcome: "leaked", got: `${got} with ${trace}` };
  const isStub = status === 501 && seedStatus === 501;
  if (status >= 500 && !isStub) return { outcome: "crashed", got };
  const isPage = /html/i.test(String(answer.headers["content-type"] ?? ""));
  if (one.marker !== undefined && (status >= 400 || isPage) && text.includes(one.marker))
    return { outcome: "leaked", got: `${got} with the text that was sent` };
  if (setsCookie(answer)) return { outcome: "leaked", got: `${got} with a header that was sent` };
  if (/^root:.*:0:0:/m.test(text)) return { outcome: "leaked", got: `${got} with a file of the server` };
  if (one.expected.kind === "survived") return { outcome: "survived", got };
  if (status < 400 || isStub) return { outcome: "accepted", got };
  const lack = lackOf(one, answer, operation, oracle);
  return lack === undefined ? { outcome: "refused", got } : { outcome: "undocumented", got: `${got}: ${lack}` };
}

/** Why a refusal is not as the description or HTTP says. */
function lackOf(one: AttackCase, answer: Answer, operation: ApiOperation, oracle: Oracle): string | undefined {
  const { status, headers } = answer;
  const statuses = one.expected.kind === "refused" ? one.expected.statuses : [];
  const { responses } = operation.description;
  const documented = statuses.filter((wanted) => responseFor(responses, wanted) !== undefined);
  if (!statuses.includes(status))
    return `${listed(documented.length > 0 ? documented : statuses)} would say what is wrong`;
  const isKnown = responseFor(responses, status) !== undefined;
  if (!isKnown && !ofHttp.has(status) && documented.length > 0) return `documented is ${listed(documented)}`;
  if (status === 405 && headers.allow === undefined) return "no header Allow (RFC 9110, 15.5.6)";
  if (status === 401 && headers["www-authenticate"] === undefined)
    return "no header WWW-Authenticate (RFC 9110, 15.5.2)";
  return isKnown ? wrongBody(answer, operation, oracle) : undefined;
}

/** A documented response has the documented media type and a body of its schema. */
function wrongBody(answer: Answer, operation: ApiOperation, oracle: Oracle): string | undefined {
  const content = Object.entries(responseFor(operation.description.responses, answer.status)?.content ?? {});
  if (content.length === 0 || operation.method === "HEAD") return undefined;
  const type =
    String(answer.headers["content-type"] ?? "")
      .split(";")[0]
      ?.trim()
      .toLowerCase() ?? "";
  const found = content.find(([name]) => covers(name.split(";")[0]?.trim().toLowerCase() ?? "", type));
  if (found === undefined)
    return `its content type ${type === "" ? "is missing" : `is ${type}`}, documented is ${content.map(([name]) => name).join(", ")}`;
  const schema: JsonSchema | undefined = found[1].schema;
  if (schema === undefined || !/json$/.test(type)) return undefined;
  const value: JsonValue = readJson(answer.body);
  return oracle.reply(schema)?.(value) === false ? "its body is not of the documented schema" : undefined;
}

function covers(range: string, type: string): boolean {
  return range === type || range === "*/*" || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}

function responseFor(responses: ApiOperation["description"]["responses"], status: number) {
  return responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
}

function listed(statuses: readonly number[]): string {
  return statuses.join(" or ");
}

function setsCookie({ headers }: Answer): boolean {
  return String(headers["set-cookie"] ?? "").includes("specline=1");
}

/** Frames of stack traces and errors of databases, as they stand in a text or inside of a JSON string. */
const traces: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/(^|\n|\\n)\s*at [^\n\\]{0,200}[(\s][^\s()]+:\d+:\d+\)?/, "a stack trace"],
  [/Traceback \(most recent call last\)/, "a stack trace"],
  [/\bat [\w$.]+\([\w$]+\.(java|kt|scala):\d+\)/, "a stack trace"],
  [/goroutine \d+ \[running\]/, "a stack trace"],
  [/\/node_modules\/|\bnode:internal\//, "paths of the server's modules"],
  [
    /\b(syntax error at or near|invalid input syntax for type|SQLSTATE|violates [a-z-]+ constraint)\b/,
    "a message of the database",
  ],
];

function traceIn(text: string): string | undefined {
  return traces.find(([pattern]) => pattern.test(text))?.[1];
}
