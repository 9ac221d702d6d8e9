import type { SourceSpan } from "../diagnostics/source-span";
import type { JsonValue } from "./json-value";
import type { ColumnLink, LinkAction } from "./link";
import type { Schema } from "./schema";

export type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

export type PathSegment =
  | { readonly kind: "literal"; readonly text: string }
  /** `{petId}`, or a part such as `report.{format}` with what stands around it. */
  | { readonly kind: "parameter"; readonly name: string; readonly before: string; readonly after: string }
  /** `{base}...{head}`: two parameters or more with what stands around them, in order. */
  | { readonly kind: "parameters"; readonly parts: readonly PathPart[] };

export type PathPart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

export interface PathTemplate {
  /** As written, e.g. `/pets/{petId}`. */
  readonly text: string;
  readonly segments: readonly PathSegment[];
}

export interface Operation {
  /** The operationId, or one derived from method and path. Raw text: emitters mangle it. */
  readonly id: string;
  readonly method: Method;
  readonly path: PathTemplate;
  /** First tag, else first literal path segment, else `default`. */
  readonly resource: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly OperationResponse[];
  /** Requests that the service sends because of this one. */
  readonly callbacks?: readonly OutgoingRequest[];
  /** Alternatives, one of which must hold; empty: no authentication. */
  readonly security: readonly SecurityRequirement[];
  /** The operation's `x-specline`, which wins over the conventions of linking. */
  readonly tableHint?: TableHint;
  /** The operation's `x-slo`: what its load test holds it to. */
  readonly slo?: Slo;
  readonly span: SourceSpan;
}

/** Objectives of an operation under load, by `x-slo` of the operation, its path or the description. */
export interface Slo {
  /** Milliseconds that 95 of 100 requests do not exceed. */
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  /** Share of requests that may fail, 0 to 1. */
  readonly errorRate?: number;
}

/** A request that the service sends to somebody else: a webhook, or a callback of an operation. */
export interface OutgoingRequest {
  /** Key of the webhook or callback. */
  readonly name: string;
  /** Of a callback, the run-time expression that says where it goes, as written. */
  readonly url?: string;
  readonly method: Method;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly span: SourceSpan;
}

export type ParameterStyle = "simple" | "label" | "matrix" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Set when the parameter is described by `content` rather than `schema`. */
  readonly mediaType?: string;
  readonly schema: Schema;
  /** Its own, beside those of its schema; nobody has asked whether the schema accepts them. */
  readonly examples?: readonly JsonValue[];
  readonly description?: string;
  readonly deprecated: boolean;
  readonly span: SourceSpan;
}

export interface MediaType {
  /** As written, e.g. `application/json` or `image/*`. */
  readonly type: string;
  readonly schema?: Schema;
  /** Of a request body, its own, beside those of its schema; nobody has asked whether the schema accepts them. */
  readonly examples?: readonly JsonValue[];
  /** Of a form, the properties that are not written as the style `form` writes them, exploded. */
  readonly encoding?: readonly FieldEncoding[];
  readonly span: SourceSpan;
}

export interface FieldEncoding {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
}

export interface RequestBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
  readonly span: SourceSpan;
}

export interface ResponseHeader {
  readonly name: string;
  readonly required: boolean;
  readonly explode: boolean;
  /** Set when the header is described by `content` rather than `schema`. */
  readonly mediaType?: string;
  readonly schema: Schema;
  readonly description?: string;
}

/** What a reply leads to (OpenAPI 3.1 §4.8.20). */
export interface ResponseLink {
  /** By its operationId, or by its method and path as in `#/paths/~1pets~1{petId}/get`. */
  readonly target: { readonly operationId: string } | { readonly method: string; readonly path: string };
  /** Values by name of the parameter, `petId` or `path.petId`: a constant, or a run-time expression such as `$response.body#/id`. */
  readonly parameters: readonly { readonly name: string; readonly expression: string }[];
}

export interface OperationResponse {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly ResponseHeader[];
  readonly content: readonly MediaType[];
  /** Absent: it has none. */
  readonly links?: readonly ResponseLink[];
  readonly span: SourceSpan;
}

/** All of these together. */
export type SecurityRequirement = readonly { readonly scheme: string; readonly scopes: readonly string[] }[];

/** `x-specline` of an operation or its path: what it says wins over the conventions of linking. */
export interface TableHint {
  /** `false`: the operation is deliberately linked to no table. */
  readonly table?: string | false;
  readonly action?: LinkAction;
  /** Properties and parameters whose column has another name. */
  readonly columns?: readonly (ColumnLink & { readonly span: SourceSpan })[];
  /** Other tables that the operation touches: an edit of one of them counts as one of its resource. */
  readonly tables?: readonly { readonly name: string; readonly span: SourceSpan }[];
  readonly span: SourceSpan;
}
