import { accepts } from "../../../tools/compiler/emit/load-test/accepts";
import { operationWith } from "../../../tools/compiler/emit/load-test/family";
import type { ReplyKey } from "../../../tools/compiler/emit/load-test/plan";
import { startPlanning } from "../../../tools/compiler/emit/load-test/planning";
import { replyKey } from "../../../tools/compiler/emit/load-test/reply-key";
import { nameService } from "../../../tools/compiler/emit/names/names";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { Service } from "../../../tools/compiler/model/service";
import type { Handler, Handlers, Reply, ServiceParts } from "../schemathesis/example-handlers";

/**
 * Handlers of which each create says a key that none said before, as far as the description has room for that: without it, two users
 * would delete each other's row.
 */
export function withFreshKeys(handlers: Handlers, service: Service, { hold }: ServiceParts): Handlers {
  const planning = startPlanning(service, [], undefined);
  const names = nameService(service);
  let count = 0;
  const fresh = [...planning.families.values()].flatMap((family): [string, Handler][] => {
    const create = operationWith(family.onCollection, "post");
    const key = create && replyKey(planning, create, family);
    const name = create && names.operation(create.id);
    const answer = name === undefined ? undefined : handlers[name];
    if (key === undefined || name === undefined || answer === undefined) return [];
    const parameters = family.onItem.flatMap((one) =>
      one.parameters.filter((parameter) => parameter.in === "path" && parameter.name === family.itemParameter),
    );
    const isUsable = (value: unknown) =>
      parameters.every(({ schema }) => accepts(schema, value as JsonValue, planning.schemas) !== false);
    const handler: Handler = async (input, context) => {
      const reply = await answer(input, context);
      const changed = withKey(reply, key, ++count, context, isUsable);
      try {
        hold(name, changed);
        return changed;
      } catch {
        return reply;
      }
    };
    return [[name, handler]];
  });
  return { ...handlers, ...Object.fromEntries(fresh) };
}

function withKey(
  reply: Reply,
  key: ReplyKey,
  count: number,
  { requestPath }: { readonly requestPath: string },
  isUsable: (value: unknown) => boolean,
): Reply {
  const inHeader = (name: string, value: string) => ({ ...reply, headers: { ...reply.headers, [name]: value } });
  const usable = (example: unknown) => {
    const value = another(example, count);
    return isUsable(value) ? value : example;
  };
  if (key.kind === "header") return inHeader(key.name.toLowerCase(), String(count));
  if (key.kind === "response") return inBody(reply, key.path, usable);
  if (key.path === undefined) return inHeader("location", `${requestPath}/${count}`);
  return inBody(reply, key.path, (example) => {
    const [, before = "", last = ""] = /^(.*\/)([^/]*)$/.exec(String(example)) ?? [];
    return `${before}${String(usable(last))}`;
  });
}

function inBody(reply: Reply, path: readonly string[], change: (example: unknown) => unknown): Reply {
  const body = structuredClone(reply.body);
  let at = body as Record<string, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  at[last] = change(at[last]);
  return { ...reply, body };
}

/** Like the example, but for its end. */
function another(example: unknown, count: number): unknown {
  if (typeof example !== "string") return count;
  const digits = String(count);
  return example.slice(0, Math.max(0, example.length - digits.length)) + digits;
}
