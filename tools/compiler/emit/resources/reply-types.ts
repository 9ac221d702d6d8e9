import type { MediaType, Operation, OperationResponse } from "../../model/operation";
import { replyKind } from "../media-types";
import { type Code, code, identifier, join, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import { printType, type TypeContext } from "../types/print-type";
import type { ServiceTypes } from "../types/service-types";

/** `Reply<200, Pet> | Reply<400 | 404, ErrorReply>`: statuses with the same body and headers stand together. */
export function replyTypes(operation: Operation, types: ServiceTypes, context: TypeContext): readonly Code[] {
  const groups = new Map<
    string,
    { readonly bodies: readonly Body[]; readonly headers: Code; readonly statuses: Code[] }
  >();
  for (const response of operation.responses) {
    const bodies = bodiesOf(response, types, context);
    const headers = headersType(response);
    const key = [...bodies.map(({ as, type }) => `${as?.text} ${type?.text}`), headers.text].join("\n");
    const group = groups.get(key) ?? { bodies, headers, statuses: [] };
    group.statuses.push(statusType(response.status, operation.responses));
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ bodies, headers, statuses }) =>
    bodies.map(({ as, type }) => {
      const status = join(statuses, " | ");
      const body = type === undefined && headers.text !== "" ? code`undefined` : (type ?? nothing);
      const parameters = [status, body, headers].filter(({ text }) => text !== "");
      const reply = code`Reply<${join(parameters, ", ")}>`;
      return as === undefined ? reply : code`As<${as}, ${reply}>`;
    }),
  );
}

interface Body {
  /** The media type, where a handler has to say which of several it answers with; JSON needs no saying. */
  readonly as: Code | undefined;
  readonly type: Code | undefined;
}

function bodiesOf({ content }: OperationResponse, types: ServiceTypes, context: TypeContext): readonly Body[] {
  if (content.length === 0) return [{ as: undefined, type: undefined }];
  return content.map((media) => ({
    as: content.length === 1 || replyKind(media.type) === "json" ? undefined : contentType(media),
    type: bodyType(media, types, context),
  }));
}

/** A handler fills in what a range such as `image/*` leaves open. */
function contentType({ type }: MediaType): Code {
  return type.includes("*") ? code`string` : stringLiteral(type);
}

function bodyType({ type, schema }: MediaType, types: ServiceTypes, context: TypeContext): Code {
  const kind = replyKind(type);
  if (kind === "text") return code`string`;
  if (kind === "bytes") return code`Bytes`;
  return schema === undefined ? code`unknown` : printType(types.of(schema), context);
}

/** Headers are texts; those that the description requires must be given. */
function headersType({ headers }: OperationResponse): Code {
  if (headers.length === 0) return nothing;
  const members = headers.map(
    ({ name, required }) => code`readonly ${propertyKey(name.toLowerCase())}${required ? nothing : code`?`}: string`,
  );
  return code`{ ${join(members, "; ")} }`;
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

/** Names of the run-time's types that reply types mention. */
export function usedNames(replies: readonly Code[]): readonly string[] {
  const text = replies.map((reply) => reply.text.replace(/"(?:[^"\\]|\\.)*"/g, '""')).join(" ");
  return [...Object.values(ranges), "AnyStatus", "As", "Bytes"].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(text),
  );
}
