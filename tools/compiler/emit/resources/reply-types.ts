import type { Operation, OperationResponse } from "../../model/operation";
import { preferredReply } from "../media-types";
import { type Code, code, identifier, join, numberLiteral } from "../text";
import { printType, type TypeContext } from "../types/print-type";
import type { ServiceTypes } from "../types/service-types";

/** `Reply<200, Pet> | Reply<400 | 404, ErrorReply>`: statuses with the same body stand together. */
export function replyTypes(operation: Operation, types: ServiceTypes, context: TypeContext): readonly Code[] {
  const bodies = new Map<string, { readonly body: Code | undefined; readonly statuses: Code[] }>();
  for (const response of operation.responses) {
    const body = bodyType(response, types, context);
    const key = body?.text ?? "";
    const entry = bodies.get(key) ?? { body, statuses: [] };
    entry.statuses.push(statusType(response.status, operation.responses));
    bodies.set(key, entry);
  }
  return [...bodies.values()].map(({ body, statuses }) => {
    const status = join(statuses, " | ");
    return body === undefined ? code`Reply<${status}>` : code`Reply<${status}, ${body}>`;
  });
}

function bodyType(response: OperationResponse, types: ServiceTypes, context: TypeContext): Code | undefined {
  if (response.content.length === 0) return undefined;
  const preferred = preferredReply(response.content);
  if (preferred === undefined) return code`string | Uint8Array`;
  if (preferred.kind === "text") return code`string`;
  if (preferred.kind !== "json") return code`string | Uint8Array`;
  const { schema } = preferred.media;
  return schema === undefined ? code`unknown` : printType(types.of(schema), context);
}

const ranges: Readonly<Record<string, string>> = {
  "2": "SuccessStatus",
  "3": "RedirectStatus",
  "4": "ClientErrorStatus",
  "5": "ServerErrorStatus",
};

/** A range or `default` stands for the statuses that have no response of their own. */
function statusType(status: string, all: readonly OperationResponse[]): Code {
  if (isExact(status)) return numberLiteral(Number(status));
  const others = all.map((one) => one.status).filter((one) => one !== status);
  const range = ranges[status.charAt(0)];
  const taken = range === undefined ? others : others.filter((one) => isExact(one) && one.startsWith(status.charAt(0)));
  const excluded = taken.map((one) => (isExact(one) ? numberLiteral(Number(one)) : rangeType(one)));
  return excluded.length === 0 ? rangeType(status) : code`Exclude<${rangeType(status)}, ${join(excluded, " | ")}>`;
}

function rangeType(status: string): Code {
  return identifier(ranges[status.charAt(0)] ?? "AnyStatus");
}

function isExact(status: string): boolean {
  return /^[1-9]\d\d$/.test(status);
}

/** Names of the status types that a reply type mentions. */
export function statusNames(replies: readonly Code[]): readonly string[] {
  const text = replies.map((reply) => reply.text).join(" ");
  return [...Object.values(ranges), "AnyStatus"].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
}
