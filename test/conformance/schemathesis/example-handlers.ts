import { type SchemaTable, schemaTable } from "../../../tools/compiler/emit/load-test/merge-schema";
import { nameService } from "../../../tools/compiler/emit/names/names";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { Operation, OperationResponse } from "../../../tools/compiler/model/operation";
import type { Service } from "../../../tools/compiler/model/service";
import { exampleOf } from "./example-of";

export interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Handler = (input: unknown, context: { readonly requestPath: string }) => Promise<Reply>;

/** By the name of the operation in code. */
export type Handlers = Readonly<Record<string, Handler>>;

export interface ServiceParts {
  /** @throws when the reply breaks the description */
  readonly hold: (operation: string, reply: Reply) => void;
  readonly notFound: () => Error;
}

/**
 * Handlers that answer with an example of the first success that the description has. What has been deleted stays away until
 * something is written, as a client may expect.
 */
export function exampleHandlers(service: Service, { hold, notFound }: ServiceParts): Handlers {
  const schemas = schemaTable(service.schemas);
  const names = nameService(service);
  const deleted = new Set<string>();
  const handler = (operation: Operation): Handler => {
    const name = names.operation(operation.id);
    let reply: Reply | undefined;
    return async (_input, { requestPath }) => {
      reply ??= firstThatFits(repliesOf(operation, schemas), (one) => hold(name, one));
      const gone = [...deleted].find((path) => isAtOrBelow(requestPath, path));
      const isMadeAnew = operation.method === "put" && gone === requestPath;
      if (gone !== undefined && !isMadeAnew) throw notFound();
      if (operation.method === "post" || operation.method === "put")
        for (const path of deleted) if (isAtOrBelow(path, requestPath)) deleted.delete(path);
      if (operation.method === "delete" && operation.path.text.includes("{")) deleted.add(requestPath);
      return reply;
    };
  };
  const operations = service.resources.flatMap((resource) => resource.operations);
  return Object.fromEntries(operations.map((operation) => [names.operation(operation.id), handler(operation)]));
}

function isAtOrBelow(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}/`);
}

/** The last one, if none fits: that it breaks the description is to be seen. */
function firstThatFits(replies: readonly Reply[], hold: (reply: Reply) => void): Reply {
  const last = replies.at(-1);
  if (last === undefined) throw new Error("no reply can be made");
  return (
    replies.find((reply) => {
      try {
        hold(reply);
        return true;
      } catch {
        return false;
      }
    }) ?? last
  );
}

/** With examples of the description, and without: some break their own schema. */
function repliesOf({ responses }: Operation, schemas: SchemaTable): readonly Reply[] {
  const response = responses.find(({ status }) => /^[23]/.test(status)) ?? responses.find(isDefault) ?? responses[0];
  if (response === undefined) return [{ status: 200 }];
  return [true, false].map((isQuoting) => replyOf(response, { schemas, isQuoting }));
}

function replyOf(response: OperationResponse, wish: { schemas: SchemaTable; isQuoting: boolean }): Reply {
  const { status, content } = response;
  const code = status === "default" ? 200 : Number(status.replace(/X/gi, "0"));
  const media = content.find(({ type }) => isJson(type)) ?? content[0];
  const headers = Object.fromEntries(
    response.headers.flatMap(({ name, schema }) => {
      const value = exampleOf(schema, wish, name, 1);
      return value === undefined ? [] : [[name.toLowerCase(), headerText(value)]];
    }),
  );
  if (media === undefined) return { status: code, headers };
  const example = media.schema === undefined ? {} : exampleOf(media.schema, wish);
  const body = isJson(media.type) || media.type === "*/*" ? example : "text";
  return { status: code, headers, body, ...(media.type.includes("*") ? {} : { contentType: media.type }) };
}

function headerText(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(String).join(",");
  return typeof value === "object" && value !== null ? Object.entries(value).flat().join(",") : String(value);
}

function isJson(type: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(type);
}

function isDefault({ status }: OperationResponse): boolean {
  return status === "default";
}
