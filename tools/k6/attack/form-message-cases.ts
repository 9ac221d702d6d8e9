import { gzipSync } from "node:zlib";
import type { ApiDocument, ApiOperation, JsonSchema } from "./api-document";
import { type AttackCase, type Expectation, refused, type Seed, survived, withBody, withHeader } from "./attack-case";
import { flatten, typesOf } from "./flatten";
import { essenceOf, type FormBody } from "./form-body";
import { withField } from "./form-cases";
import { boundary } from "./multipart-text";
import { decodeFields, type Field } from "./written-value";

const megabyte = 1024 * 1024;
const unreadable = refused(400, 422);
const unknownType = refused(415, 400, 422);

/** What is wrong with the message that a form is sent in, whatever its fields are. */
export function formMessageCases(
  document: ApiDocument,
  operation: ApiOperation,
  seed: Seed,
  form: FormBody,
): readonly AttackCase[] {
  const { request } = seed;
  const text = request.body?.toString("utf8") ?? "";
  const make = (
    kind: AttackCase["class"],
    name: string,
    changed: AttackCase["request"],
    expected: Expectation,
  ): AttackCase => ({ operation: operation.id, class: kind, name, request: changed, expected });
  const syntax = (name: string, body: Buffer | string, expected: Expectation = unreadable) =>
    make("syntax", `body: ${name}`, withBody(request, body), expected);
  const typed = (name: string, type: string | undefined, expected: Expectation) =>
    make("media type", `header.Content-Type: ${name}`, withHeader(request, "Content-Type", type), expected);
  const declared = Object.keys(operation.description.requestBody?.content ?? {}).map(essenceOf);
  const isDeclared = (type: string) => declared.some((one) => one === type || one.includes("*"));
  const others = ["text/plain", "application/json", "application/x-www-form-urlencoded"].filter(
    (type) => !isDeclared(type),
  );
  const isRequired = operation.description.requestBody?.required === true;
  const own =
    form.kind === "multipart"
      ? multipartSyntax(form, text, syntax, typed)
      : [
          ...urlencodedSyntax(document, form, syntax),
          ...(isDeclared("multipart/form-data")
            ? []
            : [typed("multipart/form-data", "multipart/form-data; boundary=specline", unknownType)]),
        ];
  return [
    ...(isRequired && !form.isAllowed([]) ? [syntax("empty", "")] : []),
    ...own,
    ...others.map((type) => typed(type, type, unknownType)),
    // RFC 9110, 8.3: what has no type may be looked at, or be taken for bytes.
    typed("missing", undefined, survived),
    typed("no media type", "specline", unknownType),
    make(
      "media type",
      "header.Content-Encoding: unknown",
      withHeader(request, "Content-Encoding", "specline"),
      survived,
    ),
    {
      ...make("size", "body: 16 MiB", { ...request, paddingBytes: 16 * megabyte }, refused(413, 400, 422)),
      isOnce: true,
    },
    {
      ...make(
        "size",
        "body: 8 MiB in 8 kB of gzip",
        withHeader(withBody(request, gzipSync(`${text}${" ".repeat(8 * megabyte)}`)), "Content-Encoding", "gzip"),
        refused(413, 400, 415, 422),
      ),
      isOnce: true,
    },
  ];
}

type Syntax = (name: string, body: Buffer | string, expected?: Expectation) => AttackCase;

/**
 * Nothing says that what is not percent-encoded correctly is no form: many parsers leave `%zz` as it is, or put U+FFFD for what
 * is no UTF-8. It is wrong where the field may not have that text either.
 */
function urlencodedSyntax(document: ApiDocument, form: FormBody, syntax: Syntax): readonly AttackCase[] {
  const { schemas } = document.components;
  const properties = (flatten(form.schema, schemas).properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const isSingle = (name: string) => {
    const types = typesOf(flatten(properties[name] ?? true, schemas));
    return !types.includes("object") && !types.includes("array");
  };
  const broken: readonly (readonly [name: string, encoded: string, texts: readonly string[]])[] = [
    ["%zz", "%zz", ["%zz"]],
    ["half an escape", "%4", ["%4"]],
    ["no UTF-8", "%ff%c0%80", ["\ufffd\ufffd\ufffd", "\u00ff\u00c0\u0080"]],
  ];
  const found = form.fields.filter(([name]) => Object.hasOwn(properties, name) && isSingle(name));
  const fields = found.flatMap(([name]) =>
    broken.map(([what, encoded, texts]) => {
      const kept = form.fields.filter(([one]) => one !== name);
      const body = form.join([...form.piecesOf(kept), `${encodeURIComponent(name)}=${encoded}`]);
      const isAllowed = texts.some((text) => form.isAllowed(withField(form, name, [text])));
      return syntax(`${what} in ${name}`, body, isAllowed ? survived : unreadable);
    }),
  );
  const json = JSON.stringify(form.value);
  const asFields: readonly Field[] = decodeFields(json) ?? [[json, ""]];
  return [
    ...fields,
    syntax("%zz for a name", form.join([...form.piecesOf(form.fields), "%zz=1"]), survived),
    ...(form.isAllowed(asFields) ? [] : [syntax("JSON in place of the form", json)]),
    syntax(
      "2,000 fields more",
      form.join([...form.piecesOf(form.fields), ...Array(2_000).fill("specline=1")]),
      survived,
    ),
  ];
}

/** RFC 7578, 4.1 and 4.2; RFC 2046, 5.1.1. */
function multipartSyntax(
  form: FormBody,
  text: string,
  syntax: Syntax,
  typed: (name: string, type: string | undefined, expected: Expectation) => AttackCase,
): readonly AttackCase[] {
  const pieces = form.piecesOf(form.fields);
  const needed = form.fields.findIndex(([name]) => !form.isAllowed(form.fields.filter(([one]) => one !== name)));
  const changed = (index: number, change: (piece: string) => string) =>
    form.join(pieces.map((piece, at) => (at === index ? change(piece) : piece)));
  return [
    typed("without the boundary", "multipart/form-data", unknownType),
    typed("another boundary than the body's", "multipart/form-data; boundary=specline-other", unreadable),
    syntax("cut off in its last part", text.slice(0, text.lastIndexOf(`--${boundary}--`) - 3)),
    syntax("without its last boundary", text.slice(0, text.lastIndexOf(`--${boundary}--`))),
    syntax("the last boundary alone", `--${boundary}--\r\n`, form.isAllowed([]) ? survived : unreadable),
    // A field of an unknown name is no fault of its own, so a part without one counts as missing.
    ...(needed < 0
      ? []
      : [
          syntax(
            `the part ${form.fields[needed]?.[0]} without a name`,
            changed(needed, (piece) => piece.replace(/; name="[^"]*"/, "")),
          ),
          syntax(
            `the part ${form.fields[needed]?.[0]} without headers`,
            changed(needed, (piece) => piece.slice(piece.indexOf("\r\n\r\n") + 2)),
          ),
        ]),
    syntax("text in place of parts", "specline", unreadable),
  ];
}
