import type { JsonValue } from "./json";

/** What an executor found, for people and programs. Written to `.specline/reports/<project>/<target>.{json,html,md}`. */
export interface Report {
  readonly schemaVersion: 1;
  readonly project: string;
  readonly target: string;
  /** One word of the target's own list, e.g. `applied`, `unproved`, `passed`, `no-samples`. */
  readonly verdict: string;
  readonly success: boolean;
  /** Why the verdict is what it is, one sentence each. */
  readonly reasons: readonly string[];
  /** The target's own data, described by `docs/schemas/<target>.json`. */
  readonly data: JsonValue;
  /** The same for people: what the terminal and the HTML page show, in order. */
  readonly sections: readonly Section[];
}

export type Section =
  | {
      readonly kind: "facts";
      readonly title: string;
      readonly facts: readonly (readonly [name: string, value: string])[];
    }
  | {
      readonly kind: "table";
      readonly title: string;
      readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "text"; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: "code"; readonly title: string; readonly language: "sql" | "json" | "text"; readonly text: string }
  /** `svg` is for HTML, made by Specline, never from a user's text without escaping; `lines` say the same where there is text only. */
  | { readonly kind: "figure"; readonly title: string; readonly svg: string; readonly lines?: readonly string[] };
