/** What an operation does to the table that it is linked to. */
export type LinkAction = "list" | "get" | "create" | "replace" | "patch" | "delete";

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
  /** One sentence for people: which hint or convention made the link. */
  readonly reason: string;
}
