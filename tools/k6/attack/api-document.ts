import type { JsonValue } from "../../report/json";

/** A schema as it stands in an OpenAPI 3.1 document: JSON Schema 2020-12. */
export type JsonSchema = boolean | { readonly [keyword: string]: JsonValue };

/** What of an OpenAPI 3.1 document attacks are made from; the compiler writes it (`Compilation.document`), bundled and without surprises. */
export interface ApiDocument {
  readonly servers?: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes?: Readonly<Record<string, DocumentScheme>>;
  };
}

/** A security scheme, with what of it says how a credential is sent. */
export interface DocumentScheme {
  readonly type: string;
  /** Of the type `http`, in small letters. */
  readonly scheme?: string;
  /** Of the type `apiKey`. */
  readonly in?: "query" | "header" | "cookie";
  readonly name?: string;
}

export interface DocumentOperation {
  readonly operationId?: string;
  readonly parameters?: readonly DocumentParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  /** Alternatives; the scopes by the name of a scheme. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface DocumentParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  /** Absent when it is described by `content`. */
  readonly schema?: JsonSchema;
}

type Content = Readonly<Record<string, DocumentMedia>>;

export interface DocumentMedia {
  readonly schema?: JsonSchema;
  /** Of a form, the properties that are not written as the style `form` writes them, exploded. */
  readonly encoding?: Readonly<Record<string, { readonly style: string; readonly explode: boolean }>>;
}

/** One operation with its place. */
export interface ApiOperation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** With the path of the server before it, e.g. `/v1/orders/{orderId}`. */
  readonly path: string;
  readonly description: DocumentOperation;
  /** Methods that any operation of the path has, in capitals. */
  readonly methodsOfPath: readonly string[];
}

/** Some descriptions list a key as a parameter, too: it is a credential all the same. */
function withoutKeyParameters(description: DocumentOperation, { components }: ApiDocument): DocumentOperation {
  const { parameters, security = [] } = description;
  if (parameters === undefined) return description;
  const keys = security.flatMap((one) => Object.keys(one)).map((name) => components.securitySchemes?.[name]);
  const isKey = (one: DocumentParameter) =>
    keys.some((key) => key?.type === "apiKey" && key.in === one.in && key.name === one.name);
  return { ...description, parameters: parameters.filter((one) => !isKey(one)) };
}

export function operationsOf(document: ApiDocument): readonly ApiOperation[] {
  const base = (document.servers?.[0]?.url ?? "").replace(/\/+$/, "");
  return Object.entries(document.paths).flatMap(([path, item]) => {
    const methods = Object.keys(item).map((method) => method.toUpperCase());
    return Object.entries(item).map(([method, description]) => ({
      id: description.operationId ?? `${method} ${path}`,
      method: method.toUpperCase(),
      path: `${base}${path}`,
      description: withoutKeyParameters(description, document),
      methodsOfPath: methods,
    }));
  });
}

/** Tells which operation a request is of: by its method and the path that says most, a literal segment before a parameter. */
export function operationMatcher(
  operations: readonly ApiOperation[],
): (method: string, target: string) => ApiOperation | undefined {
  const patterns = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }));
  const literals = (path: string) => path.replace(/\{[^}]*\}/g, "").length;
  patterns.sort((a, b) => literals(b.operation.path) - literals(a.operation.path));
  return (method, target) => {
    const path = target.replace(/[?#].*$/s, "");
    return patterns.find(({ operation, pattern }) => operation.method === method && pattern.test(path))?.operation;
  };
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(\{[^}]*\})/).map((part) => {
    if (part.startsWith("{")) return "[^/]+?";
    // As the scripts write it: RFC 3986, 3.3.
    return encodeURI(part).replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
