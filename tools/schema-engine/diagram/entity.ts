/** What a plan does to a thing. */
export type Mark = "added" | "dropped" | "changed" | "kept";

export interface EntityColumn {
  /** Of the catalog snapshot: quoted where it must be. */
  readonly name: string;
  /** With NOT NULL, a default and what it is generated from. */
  readonly type: string;
  /** Its type before, when that is another one. */
  readonly was?: string;
  readonly isPrimary: boolean;
  readonly isForeign: boolean;
  readonly mark: Mark;
}

/** A table as it is before and after a plan. */
export interface Entity {
  /** With its schema. */
  readonly name: string;
  readonly mark: Mark;
  /** In the order of the table after the plan, dropped ones where they were. */
  readonly columns: readonly EntityColumn[];
  /** Indexes, constraints, policies and the like that come, go or change. */
  readonly parts: readonly { readonly text: string; readonly mark: Mark }[];
}

/** A foreign key. */
export interface Relation {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly mark: Mark;
}

export interface EntityModel {
  /** By name. */
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
}
