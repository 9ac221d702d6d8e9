/** What the generator has to know of a web framework. What it does differently is in its own folder of the run-time. */
export interface Framework {
  /** Also the folder of its own files in the run-time. */
  readonly name: string;
  /** Versions of the npm packages that a service on it needs. */
  readonly packages: Readonly<Record<string, string>>;
  /** Those that it needs only to be type-checked. */
  readonly devPackages: Readonly<Record<string, string>>;
  /** Files of the run-time beside its own folder that only some frameworks use. */
  readonly shared: readonly string[];
}
