export interface RawRequest {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
  /** Blanks after the body, which need not be kept. */
  readonly paddingBytes?: number;
}

export const attackClasses = [
  "parameters",
  "body",
  "syntax",
  "media type",
  "size",
  "injection",
  "credentials",
  "method",
] as const;
export type AttackClass = (typeof attackClasses)[number];

/** One request with one fault. */
export interface AttackCase {
  /** operationId */
  readonly operation: string;
  readonly class: AttackClass;
  /** Where and what, e.g. `body.quantity: above maximum`. */
  readonly name: string;
  readonly request: RawRequest;
  readonly expected: Expectation;
  /** Text that no error and no page may give back as it is. */
  readonly marker?: string;
  /** Sent once, and not again and again for the whole time: it is large. */
  readonly isOnce?: boolean;
  /** For the line that shows it: what stands for the credential that it sends. */
  readonly credential?: string;
}

export type Expectation =
  /** It is wrong by the description or by HTTP, so it must be refused with one of these. */
  | { readonly kind: "refused"; readonly statuses: readonly number[] }
  /** It is allowed, or nothing says that it is not: any answer but a crash will do. */
  | { readonly kind: "survived" };

export const survived: Expectation = { kind: "survived" };

export function refused(...statuses: readonly number[]): Expectation {
  return { kind: "refused", statuses };
}

/** A valid request of the usual flow, that was answered, and that cases are made from. */
export interface Seed {
  readonly operation: string;
  readonly request: RawRequest;
  /** 0: it was kept back, since it deletes what other cases need. */
  readonly status: number;
  /** It lacks a key that nobody but the service's owner has: only what is wrong with credentials is made from it. */
  readonly isKeyless?: boolean;
}

export function headerOf(request: RawRequest, name: string): string | undefined {
  return request.headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
}

export function withHeader(request: RawRequest, name: string, value: string | undefined): RawRequest {
  const others = request.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: value === undefined ? others : [...others, [name, value]] };
}

export function withBody(request: RawRequest, body: Buffer | string): RawRequest {
  return { ...request, body: typeof body === "string" ? Buffer.from(body) : body };
}
