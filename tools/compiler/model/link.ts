/** What an operation does to the table that it is linked to. */
export const linkActions = ["list", "get", "create", "replace", "patch", "delete"] as const;
export type LinkAction = (typeof linkActions)[number];

export interface ColumnLink {
  /** Name of the JSON property, parameter or sort key in the API. */
  readonly property: string;
  readonly column: string;
}

/** Why and how one operation touches one table. */
export interface Link {
  readonly operationId: string;
  readonly schema: string;
  readonly table: string;
  readonly action: LinkAction;
  /** Path parameters that select rows: the row's own key last, those of its parents before. */
  readonly keys: readonly ColumnLink[];
  /** Properties of the request body that are written. */
  readonly writes: readonly ColumnLink[];
  /** Properties of the response's item that are read. */
  readonly reads: readonly ColumnLink[];
  /** Query parameters that filter by equality. */
  readonly filters: readonly ColumnLink[];
  /** Properties that a list may be sorted by. */
  readonly sorts: readonly ColumnLink[];
  /** Where the rows stand in the successful response; `envelope`: in that property of an object, e.g. `data`. */
  readonly response: { readonly kind: "none" | "bare" } | { readonly kind: "envelope"; readonly property: string };
  /** What a handler made from this link alone could not do. With any, the operation needs one by hand. */
  readonly gaps: readonly LinkGap[];
  /** Other tables that the operation touches, by its hint. */
  readonly alsoTouches: readonly { readonly schema: string; readonly table: string }[];
  /** One sentence for people: which hint or convention made the link. */
  readonly reason: string;
}

export type LinkGap =
  /** A property of the body, a query parameter or a sort key that no column holds. */
  | { readonly kind: "body" | "query" | "sort"; readonly name: string }
  /** A required property of the response that no column holds. */
  | { readonly kind: "response"; readonly name: string }
  /** A column that must have a value and gets none. */
  | { readonly kind: "column"; readonly name: string };

/** An operation that is linked to no table. */
export interface Unlinked {
  readonly operationId: string;
  /** One sentence for people. */
  readonly reason: string;
}
