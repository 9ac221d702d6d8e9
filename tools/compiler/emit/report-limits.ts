import { diagnostic } from "../diagnostics/diagnostic";
import type { MediaType, Operation } from "../model/operation";
import { resolved } from "../model/properties-of";
import type { KeywordSchema } from "../model/schema";
import type { EmitContext } from "./emit-input";
import { bodyKind } from "./media-types";
import { operationKey } from "./resources/input-type";
import { fileSchemas } from "./resources/multipart";
import { breaksKeywords } from "./schemas/breaks-keywords";

/** Tells what of the description the generated code leaves out, rather than leaving it out in silence. */
export function reportLimits(context: EmitContext): void {
  for (const { operations } of context.service.resources) {
    for (const operation of operations) reportOperation(operation, context);
  }
  reportDefaults(context);
  for (const scheme of context.service.securitySchemes) {
    if (scheme.kind !== "other") continue;
    const { name, scheme: kind, span } = scheme;
    context.report(diagnostic("emit/unsupported-security-scheme", span, { name, scheme: kind }));
  }
}

/** A parameter of a path belongs to several operations; it is told once. */
function reportDefaults({ service, schemas, report }: EmitContext): void {
  const parameters = service.resources.flatMap(({ operations }) => operations.flatMap((one) => one.parameters));
  const told = new Set<string>();
  for (const { name, schema, span } of parameters) {
    const usual = resolved(schema, schemas)?.default;
    const place = `${span.file}:${span.line}:${span.column}`;
    if (usual === undefined || told.has(place) || !breaksKeywords(usual, schema, schemas)) continue;
    told.add(place);
    report(diagnostic("emit/unfit-default", span, { name, value: JSON.stringify(usual) }));
  }
}

function reportOperation(operation: Operation, { report, schemas }: EmitContext): void {
  const key = operationKey(operation);
  const { requestBody } = operation;
  const unread = (requestBody?.content ?? []).filter(({ type }) => bodyKind(type) === undefined);
  if (requestBody !== undefined && unread.length > 0) {
    report(diagnostic("emit/unsupported-media-type", requestBody.span, { operation: key, types: list(unread) }));
  }
  for (const { type, schema } of requestBody?.content ?? []) {
    const kind = bodyKind(type);
    const bytes =
      schema === undefined
        ? []
        : kind === "bytes"
          ? [schema]
          : kind === "multipart"
            ? fileSchemas(schema, schemas)
            : [];
    for (const one of bytes) {
      const found = uncheckedOf(resolved(one, schemas));
      // The size of a file is checked.
      const keywords = kind === "multipart" ? found.filter((keyword) => !/^`m(in|ax)Length`$/.test(keyword)) : found;
      if (keywords.length === 0) continue;
      report(diagnostic("emit/unchecked-bytes", one.span, { operation: key, type, keywords: keywords.join(", ") }));
    }
  }
}

/** What a schema may say of the text that its bytes would be, and of the value that the text would stand for. */
const ofText = ["minLength", "maxLength", "pattern", "enum", "const"] as const;
const ofValue = ["properties", "required", "additionalProperties", "items", "allOf", "anyOf", "oneOf"] as const;

function uncheckedOf(schema: KeywordSchema | undefined): readonly string[] {
  if (schema === undefined) return [];
  const isOther = schema.types !== undefined && !schema.types.includes("string");
  const keywords = [...ofText, ...ofValue].filter((keyword) => schema[keyword] !== undefined);
  return [...(isOther ? ["type"] : []), ...keywords].map((one) => `\`${one}\``);
}

function list(content: readonly MediaType[]): string {
  return content.map(({ type }) => `\`${type}\``).join(", ");
}
