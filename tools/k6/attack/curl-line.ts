import { secretPattern } from "../../report/hide-secrets";
import { type AttackCase, headerOf } from "./attack-case";
import { base64, type RightKey } from "./right-keys";

/** A line for a POSIX shell that sends the case again. Credentials are variables, since reports are passed on. */
export function curlLine(one: AttackCase, origin: string, keys: readonly RightKey[] = []): string {
  const stands = keys.flatMap(standIns);
  const { method, target, headers, body, paddingBytes = 0 } = one.request;
  const parts = [
    "curl",
    "-sSi",
    "--path-as-is",
    ...(method === "GET" ? [] : method === "HEAD" ? ["-I"] : ["-X", method]),
  ];
  for (const [name, value] of headers) {
    const isSecret = /^(authorization|proxy-authorization|cookie)$/i.test(name) && !isMadeUp(one, value);
    const holdsKey = one.credential === undefined && stands.some(({ pattern }) => value.match(pattern) !== null);
    const isHidden = isSecret && !holdsKey;
    parts.push("-H", isHidden ? credential(name, value, one.credential) : shellText(`${name}: ${value}`, stands));
  }
  if (body !== undefined && !headers.some(([name]) => /^content-type$/i.test(name)))
    parts.push("-H", "'Content-Type:'");
  const url = shellText(`${origin}${target}`, stands);
  if (body === undefined) return [...parts, url].join(" ");
  const text = body.toString("utf8");
  const isText = Buffer.from(text).equals(body) && !text.includes("\u0000") && !text.includes("\r");
  if (isText && paddingBytes === 0 && body.length < 2_000)
    return [...parts, "--data-binary", quoted(text), url].join(" ");
  const content = isText && body.length < 2_000 ? `printf %s ${quoted(text)}` : asPrintf(body);
  const padded = paddingBytes > 0 ? `{ ${content}; head -c ${paddingBytes} /dev/zero | tr '\\0' ' '; }` : content;
  return `${padded} | ${[...parts, "--data-binary", "@-", url].join(" ")}`;
}

interface StandIn {
  readonly pattern: RegExp;
  /** In double quotes. */
  readonly shell: string;
}

/** What a shell writes in the place of a key, as it is, encoded, or without its last character. */
function standIns({ variable, value }: RightKey): readonly StandIn[] {
  const forms = [
    [value, `$${variable}`],
    [value.slice(0, -1), `\${${variable}%?}`],
  ] as const;
  return forms
    .flatMap(([text, shell]): (readonly [string, string])[] => [
      [base64(text), `$(printf %s "${shell}" | base64 -w0)`],
      [base64(`${text}x`), `$(printf %s "${shell}x" | base64 -w0)`],
      [encodeURIComponent(text), shell],
      [text, shell],
    ])
    .filter(([text]) => text !== "")
    .map(([text, shell]) => ({ pattern: secretPattern(text), shell }));
}

/** A text as one word of a shell, with variables in the place of keys. */
function shellText(text: string, stands: readonly StandIn[]): string {
  if (text.length > 4_000)
    return quoted(long(stands.reduce((rest, { pattern }) => rest.replace(pattern, "***"), text)));
  for (const { pattern, shell } of stands) {
    const found = new RegExp(pattern.source).exec(text);
    if (found === null) continue;
    const before = text.slice(0, found.index);
    const after = text.slice(found.index + found[0].length);
    return `${before === "" ? "" : shellText(before, stands)}"${shell}"${after === "" ? "" : shellText(after, stands)}`;
  }
  return quoted(text);
}

/** Credentials that open nothing anywhere; only then does the line send what was sent. */
function isMadeUp({ class: kind, request }: AttackCase, value: string): boolean {
  if (/^Bearer (specline.*)?$/.test(value) || value.startsWith("Basic ")) return true;
  return kind === "credentials" && headerOf(request, "cookie") === value;
}

function credential(name: string, value: string, variable = "TOKEN"): string {
  return `"${name}: ${value.startsWith("Bearer ") ? "Bearer " : ""}$${variable}"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What is too long to be shown is shown by its first characters. */
function long(text: string): string {
  return text.length > 4_000 ? `${text.slice(0, 40)}…(${text.length} characters)` : text;
}

/** Runs of one byte as a loop of printf, everything else as octal escapes where it must be. */
function asPrintf(body: Buffer): string {
  const parts: string[] = [];
  let plain = "";
  const flush = () => {
    // A dash would begin an option.
    if (plain !== "") parts.push(`printf '${plain.replace(/^-/, "\\055")}'`);
    plain = "";
  };
  for (let index = 0; index < body.length; ) {
    const run = runAt(body, index);
    if (run !== undefined && run.count * run.unit.length >= 100) {
      flush();
      parts.push(`yes '${[...run.unit].map(escaped).join("")}' | head -n ${run.count} | tr -d '\\n'`);
      index += run.count * run.unit.length;
    } else plain += escaped(body[index++] ?? 0);
  }
  flush();
  if (parts.join("; ").length > 4_000) return `: # ${body.length} bytes, too many to be shown`;
  return parts.length === 1 ? (parts[0] ?? "") : `{ ${parts.join("; ")}; }`;
}

function runAt(body: Buffer, start: number): { readonly unit: Buffer; readonly count: number } | undefined {
  for (const length of [1, 5]) {
    const unit = body.subarray(start, start + length);
    if (unit.length < length || /[^\x20-\x7e]|['\\%]/.test(unit.toString("latin1"))) continue;
    let count = 1;
    while (body.subarray(start + count * length, start + (count + 1) * length).equals(unit)) count++;
    if (count > 20) return { unit, count };
  }
  return undefined;
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, "0")}`;
  return character === "'" ? "\\047" : character === "\\" ? "\\\\" : character === "%" ? "%%" : character;
}
