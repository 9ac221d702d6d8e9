import type { Finding } from "./run-schemathesis";

export interface Exclusion {
  readonly name: string;
  /** The sentence that decides. */
  readonly because: string;
  readonly holds: (finding: Finding, described: Described) => boolean;
}

/** What a description says of an operation. */
export interface Described {
  readonly statuses: readonly string[];
  /** Properties of a multipart form, and parameters in the path, of which any text is a value: lists of texts and open objects. */
  readonly anyText: readonly string[];
  /** Objects in the query or in headers that are written as one text of names and values. */
  readonly pairs: readonly DescribedPairs[];
}

export interface DescribedPairs {
  readonly in: "query" | "header";
  readonly name: string;
  /** Between names and values or, where they are exploded, between `name=value`. */
  readonly separator: RegExp;
  readonly isExploded: boolean;
}

/**
 * What schemathesis reports though nothing is wrong with the reply. Each one is as narrow as its reason, so that no check is
 * off: what is here by name, status and content of the reply would be reported with any other.
 */
export const exclusions: readonly Exclusion[] = [
  {
    name: "refusals that the description does not list",
    because:
      '"The documentation is not necessarily expected to cover all possible HTTP response codes because they may not be known in advance" (OpenAPI 3.1.0, Responses Object): HTTP itself has statuses for requests that are not valid',
    holds: ({ check, status, body }) =>
      check === "status_code_conformance" && refusals.has(status) && problemOf(body)?.code === refusals.get(status),
  },
  {
    name: "operations of which no reply is described",
    because:
      "`responses` of an Operation Object is not required (OpenAPI 3.1.0): nothing is promised, so nothing is broken",
    holds: ({ check, status }, { statuses: documented }) =>
      check === "status_code_conformance" && documented.length === 0 && status === 200,
  },
  {
    name: "operations of which only failures are described",
    because:
      '"If only one response code is provided it SHOULD be the response for a successful operation call" (OpenAPI 3.1.0, Responses Object): a handler cannot succeed in a way that the description allows',
    holds: ({ check, status }, { statuses: documented }) =>
      check === "positive_data_acceptance" &&
      documented.length > 0 &&
      documented.every((one) => /^[45]/.test(one)) &&
      documented.includes(String(status)),
  },
  {
    name: "bodies in XML",
    because:
      '"The origin server is refusing to service the request because the content is in a format not supported" (RFC 9110, 15.5.16). XML is not read yet: a gap of Specline, told as a finding when routes are generated',
    holds: ({ check, status, request }) =>
      check === "positive_data_acceptance" &&
      status === 415 &&
      /^(application|text)\/(\S+\+)?xml\b/.test(contentType(request)),
  },
  {
    name: "integers that JavaScript would alter",
    because:
      '"Numbers that are integers and are in the range [-(2**53)+1, (2**53)-1] are interoperable in the sense that implementations will agree exactly on their numeric values" (RFC 8259, 6): others are refused, for they would become another number unseen',
    holds: ({ check, status, request, body }) =>
      check === "positive_data_acceptance" &&
      status === 400 &&
      hasUnsafeInteger(`${decode(request.url)} ${request.body ?? ""}`) &&
      // The other branches of a choice have more to say of such a value.
      someDetail(body, /^must (be (integer|[<>]= -?9007199254740991)|have one of the described forms)$/) &&
      everyDetail(
        body,
        /^(must (be (integer|[<>]= -?9007199254740991)|have one of the described forms)|is not allowed)$/,
      ),
  },
  {
    name: "the key `__proto__`",
    because:
      '"An implementation may set limits on the length and character contents of strings" (RFC 8259, 9): merging such an object could change a prototype',
    holds: ({ check, status, body }) =>
      check === "positive_data_acceptance" &&
      status === 400 &&
      everyDetail(body, /^must not have the key `__proto__`$/),
  },
  {
    name: "wrong types that a text cannot show",
    because:
      'an array is written as its elements (OpenAPI 3.0.3: "each element of a schema array property takes a section in the payload"; Parameter Object, style values: `.blue` for label, `;color=blue` for matrix), so a text that was meant to be no array arrives as a list of one text, and `.,null` as an object with an empty name',
    holds: ({ check, message }, { anyText }) => {
      const names = wrongTypes(message);
      return check === "negative_data_rejection" && names.length > 0 && names.every((name) => anyText.includes(name));
    },
  },
  {
    name: "objects that are not written as names with values",
    because:
      "an object is `R,100,G,200,B,150` or `R=100,G=200,B=150` (OpenAPI 3.1.0, Style Examples): schemathesis leaves the values out where commas do not separate them, and writes lists and objects among them with bare commas, so that names and values cannot be told apart",
    holds: ({ check, status, request, body }, { pairs }) =>
      check === "positive_data_acceptance" &&
      status === 400 &&
      pairs.some((one) => isNoPairs(request, one)) &&
      everyDetail(body, /^must be names, each with its value$/),
  },
  {
    name: "parts of a resource that are not there yet",
    because:
      "404 is for what has no current representation (RFC 9110, 15.5.5), and the shop's description lists it: a new product has no stock before some is put there",
    holds: ({ check, status, operation }, { statuses: documented }) =>
      check === "ensure_resource_availability" &&
      status === 404 &&
      documented.includes("404") &&
      operation === "GET /products/{productId}/inventory",
  },
  {
    name: "values that name no row",
    because:
      '400 is for what "is perceived to be a client error" (RFC 9110, 15.5.1), and a schema cannot say which rows there are: the description of the shop lists 400 for them',
    holds: ({ check, status, body }, { statuses: documented }) =>
      check === "positive_data_acceptance" &&
      status === 400 &&
      documented.includes("400") &&
      everyDetail(body, /^(does not exist|is no address of this customer|is no cursor of this list and this order)$/),
  },
];

/** Those that the run-time gives by itself, with their codes. */
const refusals: ReadonlyMap<number, string> = new Map([
  [400, "bad_request"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [405, "method_not_allowed"],
  [406, "not_acceptable"],
  [413, "payload_too_large"],
  [415, "unsupported_media_type"],
]);

interface ErrorBody {
  readonly code: string;
  readonly details: readonly { readonly field: string; readonly message: string }[];
}

/** Of the error envelope. */
function problemOf(body: string): ErrorBody | undefined {
  try {
    return (JSON.parse(body) as { readonly error?: ErrorBody }).error;
  } catch {
    return undefined;
  }
}

function everyDetail(body: string, message: RegExp): boolean {
  const { details = [] } = problemOf(body) ?? {};
  return details.length > 0 && details.every((one) => message.test(one.message));
}

function someDetail(body: string, message: RegExp): boolean {
  return problemOf(body)?.details?.some((one) => message.test(one.message)) === true;
}

function hasUnsafeInteger(text: string): boolean {
  return (text.match(/\d{16,}/g) ?? []).some((digits) => BigInt(digits) > BigInt(Number.MAX_SAFE_INTEGER));
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function contentType(request: Finding["request"]): string {
  return sentHeader(request, "content-type") ?? "";
}

function sentHeader({ headers }: Finding["request"], name: string): string | undefined {
  const found = Object.entries((headers ?? {}) as Record<string, unknown>).find(([key]) => key.toLowerCase() === name);
  return found === undefined ? undefined : String(found[1]);
}

/** By the text alone: an odd number of names and values, or a part that is no `name=value`. */
function isNoPairs(request: Finding["request"], { in: place, name, separator, isExploded }: DescribedPairs): boolean {
  const sent = place === "query" ? sentInQuery(request.url, name) : [sentHeader(request, name) ?? ""];
  const [text = ""] = sent;
  if (text === "") return false;
  const parts = text.split(separator);
  return sent.length > 1 || (isExploded ? parts.some((part) => !part.includes("=")) : parts.length % 2 === 1);
}

/** Values that are still encoded. */
function sentInQuery(url: string, name: string): readonly string[] {
  const [, query = ""] = url.split("?");
  return query.split("&").flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
}

/** Names of what was sent with a wrong type, where nothing else was wrong. */
function wrongTypes(message: string): readonly string[] {
  const told = message.slice(message.indexOf("Invalid component: "));
  const one = /^Invalid component: (?:in body - (\S+): I|parameter `([^`]+)` in path - i)ncorrect type$/.exec(told);
  if (one !== null) return one.slice(1).filter((name) => name !== undefined);
  const names = [...told.matchAll(/ violates `type` at \/properties\/(\S+) \(was/g)].map(([, name = ""]) => name);
  return / in path\b/.test(told) && names.length === told.split(" violates ").length - 1 ? names : [];
}
