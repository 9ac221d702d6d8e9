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
      const number = ++count;
      for (const form of forms) {
        const changed = withKey(reply, key, (example) => form(example, number), context, isUsable);
        if (changed !== undefined && isHeld(() => hold(name, changed))) return changed;
      }
      return reply;
    };
    return [[name, handler]];
  });
  return { ...handlers, ...Object.fromEntries(fresh) };
}

function isHeld(hold: () => void): boolean {
  try {
    hold();
    return true;
  } catch {
    return false;
  }
}

type KeyForm = (example: unknown, count: number) => unknown;

/** Like the example, but for its end; or longer than it; or the number alone: a pattern may forbid some of these. */
const forms: readonly KeyForm[] = [
  (example, count) =>
    typeof example === "string" ? example.slice(0, Math.max(0, example.length - String(count).length)) + count : count,
  (example, count) => `${String(example)}${count}`,
  (_, count) => String(count),
];

/** `undefined`: the path's parameter does not allow it. */
function withKey(
  reply: Reply,
  key: ReplyKey,
  another: (example: unknown) => unknown,
  { requestPath }: { readonly requestPath: string },
  isUsable: (value: unknown) => boolean,
): Reply | undefined {
  const inHeader = (name: string, value: string) => ({ ...reply, headers: { ...reply.headers, [name]: value } });
  if (key.kind === "header") return inHeader(key.name.toLowerCase(), String(another(0)));
  if (key.kind === "location" && key.path === undefined)
    return inHeader("location", `${requestPath}/${String(another(0))}`);
  let made: unknown;
  const changed = inBody(reply, key.path ?? [], (example) => {
    const [, before = "", last = ""] = key.kind === "location" ? (/^(.*\/)([^/]*)$/.exec(String(example)) ?? []) : [];
    made = another(key.kind === "location" ? last : example);
    return key.kind === "location" ? `${before}${String(made)}` : made;
  });
  return isUsable(made) ? changed : undefined;
}

function inBody(reply: Reply, path: readonly string[], change: (example: unknown) => unknown): Reply {
  const body = structuredClone(reply.body);
  let at = body as Record<string, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  at[last] = change(at[last]);
  return { ...reply, body };
}
