import type { SourceSpan } from "../diagnostics/source-span";
import type { Operation, OutgoingRequest } from "./operation";
import type { NamedSchema } from "./schema";

/** One API description, with every `$ref` resolved or named. */
export interface Service {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Path of the first server's URL without a trailing slash: `/v2`, or empty. */
  readonly basePath: string;
  /** In order of name, by code unit. */
  readonly resources: readonly Resource[];
  readonly webhooks?: readonly OutgoingRequest[];
  /** In order of name, by code unit; only those that an operation or a webhook reaches. */
  readonly schemas: readonly NamedSchema[];
  readonly securitySchemes: readonly SecurityScheme[];
}

export interface Resource {
  readonly name: string;
  /** In the description's order. */
  readonly operations: readonly Operation[];
}

export type SecurityScheme =
  | { readonly kind: "bearer"; readonly name: string; readonly bearerFormat?: string; readonly span: SourceSpan }
  | { readonly kind: "basic"; readonly name: string; readonly span: SourceSpan }
  | {
      readonly kind: "apiKey";
      readonly name: string;
      readonly in: "query" | "header" | "cookie";
      readonly key: string;
      readonly span: SourceSpan;
    }
  | { readonly kind: "oauth2"; readonly name: string; readonly span: SourceSpan }
  | { readonly kind: "openIdConnect"; readonly name: string; readonly url: string; readonly span: SourceSpan }
  | { readonly kind: "other"; readonly name: string; readonly scheme: string; readonly span: SourceSpan };
