export interface SplitName {
  /** What stands before the last dot; empty: there is none. */
  readonly owner: string;
  /** Still quoted. */
  readonly part: string;
}

/** `public."T".id`, as the catalog snapshot writes it: the object and its part. */
export function splitName(name: string): SplitName {
  const part = /(?:"(?:[^"]|"")*"|[^".]+)$/.exec(name)?.[0] ?? name;
  return { owner: name.slice(0, -part.length - 1), part };
}

/** `public."T"` → `T` */
export function bareName(name: string): string {
  return splitName(name).part.replace(/^"|"$/g, "").replaceAll('""', '"');
}
