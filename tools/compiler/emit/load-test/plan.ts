import type { FieldEncoding, Operation } from "../../model/operation";
import type { Resource } from "../../model/service";
import type { KeyNeeds } from "./key-needs";
import type { JsonPath } from "./response-shape";
import type { Reference, Value } from "./value";

/** Where a key in a path comes from. */
export type Source =
  /** Captured in this flow. */
  | { readonly kind: "variable"; readonly name: string }
  /** A row that was prepared; `index` counts the path's parameters, since a row knows the keys of its parents too. */
  | { readonly kind: "row"; readonly reference: Reference; readonly index: number }
  | { readonly kind: "value"; readonly value: Value };

export type PathPiece =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "key"; readonly source: Source };

export type QueryValue =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "source"; readonly source: Source }
  /** As a JSON text. */
  | { readonly kind: "json"; readonly value: Value }
  /** One text of several values; the separator as it stands in a URL. */
  | { readonly kind: "joined"; readonly items: readonly Value[]; readonly separator: string }
  /** What was sent in the body of the create around it. */
  | { readonly kind: "sent"; readonly body: string; readonly property: string };

export interface QueryPair {
  readonly name: string;
  readonly value: QueryValue;
}

export interface Call {
  readonly operation: Operation;
  readonly path: readonly PathPiece[];
  readonly query: readonly QueryPair[];
  /** One set of pairs of these is added, another for each iteration. */
  readonly filters: readonly (readonly QueryPair[])[];
  readonly headers: readonly QueryPair[];
  /** Prepared rows that it names. */
  readonly references: readonly Reference[];
  /** Keys of its own and of those rows. */
  readonly needs: KeyNeeds;
  readonly body?: Body;
}

export interface Body {
  readonly encoding: "json" | "form" | "text";
  readonly mediaType: string;
  readonly value: Value;
  /** Of a form, the properties that are not written as the style `form` writes them, exploded. */
  readonly fields?: readonly FieldEncoding[];
}

export type Step =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "list"; readonly call: Call; readonly nextPage?: NextPage }
  | {
      readonly kind: "create";
      readonly call: Call;
      /** Constant that holds the body, for what is asked for later. */
      readonly bodyName: string;
      readonly capture?: Capture;
      /** With the captured key in scope. */
      readonly inner: readonly Step[];
    };

export interface NextPage {
  readonly parameter: string;
  readonly path: JsonPath;
}

export interface Capture {
  readonly variable: string;
  readonly from: ReplyKey | { readonly kind: "sent"; readonly property: string };
}

/** Where a reply says the key of what was made. */
export type ReplyKey =
  | { readonly kind: "response"; readonly path: JsonPath }
  | { readonly kind: "header"; readonly name: string }
  /** The last segment of an address, where the one before it names the collection: of `Location`, or of what is at the path in the body. */
  | { readonly kind: "location"; readonly collection: string; readonly path?: JsonPath };

export interface Skipped {
  readonly operation: string;
  readonly reason: string;
}

/** What the load test of a resource does without the keys that only the user has, and with them. */
export interface ResourcePlans {
  readonly resource: Resource;
  readonly without: ResourcePlan;
  /** Absent: keys add nothing. */
  readonly withKeys?: ResourcePlan;
}

export interface ResourcePlan {
  readonly steps: readonly Step[];
  readonly operations: readonly Operation[];
  readonly skipped: readonly Skipped[];
  readonly references: readonly Reference[];
}
