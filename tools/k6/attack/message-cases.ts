import { gzipSync } from "node:zlib";
import type { ApiOperation } from "./api-document";
import {
  type AttackCase,
  type Expectation,
  headerOf,
  refused,
  type Seed,
  survived,
  withBody,
  withHeader,
} from "./attack-case";

const megabyte = 1024 * 1024;

/** What is wrong with the message, whatever its schema says: its syntax, what it says about itself, its size. */
export function messageCases(operation: ApiOperation, seed: Seed): readonly AttackCase[] {
  const { request } = seed;
  const make = (kind: AttackCase["class"], name: string, changed: AttackCase["request"], expected: Expectation) => ({
    operation: operation.id,
    class: kind,
    name,
    request: changed,
    expected,
  });
  const always: AttackCase[] = [
    make(
      "media type",
      "header.Accept: nothing that there is",
      withHeader(request, "Accept", "application/x-specline"),
      survived,
    ),
    {
      ...make("size", "header: 20,000 characters", withHeader(request, "X-Specline", "a".repeat(20_000)), survived),
      isOnce: true,
    },
  ];
  const { body } = request;
  const mediaType = headerOf(request, "content-type") ?? "";
  if (body === undefined || !/^application\/([\w.-]+\+)?json/i.test(mediaType)) return always;
  const text = body.toString("utf8");
  const broken = refused(400, 422);
  const syntax = (name: string, content: Buffer | string, expected: Expectation = broken) =>
    make("syntax", `body: ${name}`, withBody(request, content), expected);
  const declared = Object.keys(operation.description.requestBody?.content ?? {});
  const otherType = ["text/plain", "application/xml", "application/x-www-form-urlencoded"].find(
    (type) => !declared.some((one) => one.startsWith(type) || one.includes("*")),
  );
  const isRequired = operation.description.requestBody?.required === true;
  return [
    ...always,
    ...(isRequired ? [syntax("empty", "")] : []),
    syntax("cut off", text.slice(0, -1)),
    syntax("text after its end", `${text}x`),
    syntax("two values", `${text}${text}`),
    syntax("single quotes", "{'specline': 1}"),
    syntax("NaN", '{"specline": NaN}'),
    syntax("10,000 arrays inside of each other", "[".repeat(10_000) + "]".repeat(10_000), refused(400, 413, 422)),
    syntax(
      "10,000 objects inside of each other",
      `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      refused(400, 413, 422),
    ),
    // RFC 8259, 8.1: a parser may ignore it, and may refuse it.
    syntax("a byte order mark before it", `\ufeff${text}`, survived),
    syntax(
      "no UTF-8",
      Buffer.concat([Buffer.from('{"specline":"'), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from('"}')]),
    ),
    ...(otherType === undefined
      ? []
      : [
          make(
            "media type",
            `header.Content-Type: ${otherType}`,
            withHeader(request, "Content-Type", otherType),
            refused(415, 400, 422),
          ),
        ]),
    // RFC 9110, 8.3: what has no type may be looked at, or be taken for bytes.
    make("media type", "header.Content-Type: missing", withHeader(request, "Content-Type", undefined), survived),
    make(
      "media type",
      "header.Content-Type: no media type",
      withHeader(request, "Content-Type", "specline"),
      refused(415, 400, 422),
    ),
    make(
      "media type",
      "header.Content-Encoding: unknown",
      withHeader(request, "Content-Encoding", "specline"),
      survived,
    ),
    {
      ...make("size", "body: 16 MiB", { ...request, paddingBytes: 16 * megabyte }, refused(413, 400)),
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
