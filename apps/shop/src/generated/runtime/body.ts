// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 440b1ec183908faf
import type { TSchema } from "@sinclair/typebox";
import { propertiesOf, type Resolve } from "./parameter-value.js";
import { decodeForm, parsePairs, readParameter } from "./parameters.js";
import { type ProblemDetail, unsupportedMediaType } from "./problem.js";
import type { RawRequest } from "./request.js";

export interface BodyForm {
  /** Such as `application/json`. */
  readonly type: string;
  /** None: every body of this media type is accepted. */
  readonly schema?: TSchema;
}

export interface ReadBody {
  readonly form: BodyForm;
  /** `undefined` when it could not be read; the problems say why. */
  readonly value: unknown;
}

/** `undefined`: the request has no body. Unlike parameters, a body is never converted: `"5"` is not a number in JSON. */
export function readBody(
  forms: readonly BodyForm[] | undefined,
  raw: RawRequest,
  resolve: Resolve,
  problems: ProblemDetail[],
): ReadBody | undefined {
  if (forms === undefined || raw.body === undefined || raw.body.byteLength === 0) return undefined;
  const header = raw.headers["content-type"];
  const contentType = typeof header === "string" ? header : "";
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const form = forms.find((one) => matches(one.type, type));
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  if (form === undefined || !["utf-8", "utf8", "us-ascii"].includes(charset)) {
    throw unsupportedMediaType(forms.map((one) => one.type));
  }
  if (type === "application/json" || type.endsWith("+json")) return { form, value: readJson(raw.body, problems) };
  if (type === "application/x-www-form-urlencoded") {
    return { form, value: readForm(new TextDecoder().decode(raw.body), form, resolve, problems) };
  }
  return { form, value: type.startsWith("text/") ? new TextDecoder().decode(raw.body) : raw.body };
}

/** `image/*` and the range of everything accept what they say. */
function matches(accepted: string, type: string): boolean {
  const [essence = ""] = accepted.toLowerCase().split(";", 1);
  if (essence === "*/*" || essence === type) return true;
  return essence.endsWith("/*") && type.startsWith(essence.slice(0, -1));
}

function readJson(body: Uint8Array, problems: ProblemDetail[]): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    // A key of this name could change the prototype of whatever the value is merged into later.
    return JSON.parse(text, text.includes("__proto__") ? refuseProto : undefined);
  } catch (error) {
    const isRefused = error instanceof ForbiddenKey;
    problems.push({ field: "body", message: isRefused ? "must not have the key `__proto__`" : "is not valid JSON" });
    return undefined;
  }
}

class ForbiddenKey extends Error {}

function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new ForbiddenKey();
  return value;
}

function readForm(text: string, form: BodyForm, resolve: Resolve, problems: ProblemDetail[]): unknown {
  const pairs = parsePairs(text, problems, "body");
  const value = Object.create(null) as Record<string, unknown>;
  const properties = propertiesOf(form.schema, resolve);
  for (const name of new Set([...Object.keys(properties), ...pairs.map(([key]) => key)])) {
    const schema = (Object.hasOwn(properties, name) ? properties[name] : {}) as TSchema;
    const parameter = { name, schema, style: "form", explode: true } as const;
    const reading = readParameter(parameter, pairs, decodeForm, resolve);
    if (reading.value !== undefined) value[name] = reading.value;
    if (reading.problem !== undefined) problems.push({ field: `body.${name}`, message: reading.problem });
  }
  return value;
}
