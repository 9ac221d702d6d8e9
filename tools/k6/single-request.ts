import { type Problem, problem } from "../report/problem";
import { parseStatuses, type StatusRange } from "./status-ranges";

/** A request as it is given on the command line. */
export interface RequestOptions {
  readonly url: string;
  /** Under which the URL was given, without dashes. */
  readonly option: "url" | "compare-url" | "server";
  /** Hosts beyond this machine that may be sent load. */
  readonly allowedHosts: readonly string[];
  readonly method?: string;
  /** `Name: value`, or `Name: env:VARIABLE`. */
  readonly headers: readonly string[];
  readonly body?: string;
  readonly expectStatus?: string | number;
}

export interface SingleRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** For reports: no query, which may hold keys. */
  readonly name: string;
  readonly expected: readonly StatusRange[];
  /** Values that came from the environment. */
  readonly secrets: readonly string[];
}

const secretHeader = /^(authorization|proxy-authorization|cookie|.*(token|secret|password|api-?key).*)$/i;

const ofTheConnection = /^(content-length|transfer-encoding|connection)$/i;

/** Several lines of one name are the same as one with all their values (RFC 9110 §5.3), cookies by semicolons (RFC 6265 §4.2.1). */
function addHeader(headers: Record<string, string>, name: string, value: string): void {
  const known = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
  if (known === undefined) headers[name] = value;
  else headers[known] = `${headers[known]}${/^cookie$/i.test(name) ? "; " : ", "}${value}`;
}

/** Reads the options of one request; everything that is wrong with them is said at once. */
export function readRequest(options: RequestOptions): SingleRequest | readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (option: string, value: string, reason: string, remedy: string) => {
    problems.push(problem("load/option-refused", { option, value, reason, remedy }));
  };
  const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    refuse(
      options.option,
      withoutQuery(options.url),
      "it is no http:// or https:// URL",
      "Give a whole URL, such as http://127.0.0.1:3000/orders.",
    );
  else if (url.username !== "" || url.password !== "")
    refuse(
      options.option,
      "…",
      "it holds credentials, and Nx prints and stores options",
      options.option === "server" ? "Use --server-token=env:NAME." : "Use --header='Authorization: env:NAME'.",
    );
  else if (!isLoopback(url.hostname) && !options.allowedHosts.includes(url.hostname))
    refuse(
      options.option,
      withoutQuery(options.url),
      "it is another machine, to which load may do harm",
      `Where that is meant: --allow-host=${url.hostname}.`,
    );

  const method = (options.method ?? (options.body === undefined ? "GET" : "POST")).toUpperCase();
  if (!/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method))
    refuse("method", method, "it is no method that can be sent", "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.");

  const expected = parseStatuses(options.expectStatus ?? "2xx,3xx");
  if (expected === undefined)
    refuse("expect-status", String(options.expectStatus), "it is no status", "Use 200, 2xx or several: 200,404.");

  const headers: Record<string, string> = {};
  const secrets: string[] = [];
  for (const text of options.headers) {
    const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$/.exec(text);
    const [, name = "", given = ""] = match ?? [];
    const variable = /^(.*\s)?env:(\w+)$/.exec(given);
    const value = variable === null ? given : process.env[variable[2] ?? ""];
    const shown = `${name || "…"}: …`;
    if (match === null)
      refuse("header", "…", "it is not of the form `Name: value`", "Write --header='Accept: text/html'.");
    else if (variable === null && secretHeader.test(name))
      refuse(
        "header",
        shown,
        "its value is a secret, and Nx prints and stores options",
        `Use --header='${name}: env:NAME' and put the value into that variable.`,
      );
    else if (variable !== null && (value === undefined || value === ""))
      refuse("header", shown, "the variable is not set", "Set it for this command.");
    else if (ofTheConnection.test(name)) refuse("header", shown, "k6 sets it, by what is sent", "Leave it out.");
    else if (value !== undefined) {
      addHeader(headers, name, `${variable?.[1] ?? ""}${value}`);
      if (variable !== null) secrets.push(value);
    }
  }
  if (problems.length > 0 || url === undefined || expected === undefined) return problems;
  const body = options.body === "" ? undefined : options.body;
  if (body !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === "content-type"))
    headers["Content-Type"] = isJson(body) ? "application/json" : "text/plain";
  const name = `${method} ${withoutQuery(url.href)}`;
  return { method, url: url.href, headers, body: body ?? null, name, expected, secrets };
}

/** A secret that is given as `env:NAME`: Nx prints and stores options. */
export function readSecret(text: string): { readonly value: string } | { readonly reason: string } {
  const [, variable] = /^env:(\w+)$/.exec(text) ?? [];
  if (variable === undefined) return { reason: "it is a secret, and Nx prints and stores options" };
  const value = process.env[variable] ?? "";
  return value === "" ? { reason: "the variable is not set" } : { value };
}

/** The addresses that never leave the machine (RFC 6761, 6.3; RFC 5735, 127/8; RFC 4291, 2.5.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || /^127(\.\d+){3}$/.test(hostname) || hostname === "[::1]";
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "?…").replace(/\/\/[^/@]*@/, "//…@");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
