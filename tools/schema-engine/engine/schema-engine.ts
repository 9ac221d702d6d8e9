import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** One change of a plan, in the order of execution. */
export interface EngineAction {
  readonly sql: string;
}

export interface EnginePlan {
  readonly actions: readonly EngineAction[];
  /** What comes after everything that is added to the plan. */
  readonly last?: readonly EngineAction[];
  /** Settings that the statements rely on, for each transaction. */
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  /** What the engine could not see or plan, in words. */
  readonly notes: readonly string[];
}

/** Something that finds the statements which turn one database into another. It is never believed: the verifier proves its plans. */
export interface SchemaEngine {
  readonly name: "delta" | "atlas";
  /** For the header of a plan: the package and its exact version. */
  readonly description: string;
  /** Ways of planning, the preferred one first; the next is tried when a plan is not proved. */
  readonly strategies: readonly string[];
  /** Both URLs are of databases on a shadow or are only read. Throws `Refused` when it finds no plan. */
  plan(fromUrl: string, toUrl: string, strategy: string): Promise<EnginePlan>;
  readonly standIn?: StandIn;
}

/** Who plans in the place of an engine that does not model all of PostgreSQL. */
export interface StandIn {
  readonly engine: SchemaEngine;
  /** Objects that the first engine does not model, as `view public.v`. */
  objectsLeftOut(snapshot: CatalogSnapshot): readonly string[];
}
