/**
 * One kind of catalog object. `sql` answers rows (name text, facts jsonb); it runs with an empty search_path, so PostgreSQL's own
 * functions print every name with its schema, and must neither show OIDs nor depend on them.
 */
export interface SnapshotSection {
  readonly kind: string;
  readonly sql: string;
  /** Catalogs whose user objects this section covers; a catalog that no section covers is reported as unmodelled. */
  readonly covers: readonly string[];
  /** Left out where the session may not read it; then nobody compares it. */
  readonly isForSuperusers?: boolean;
}
