/** A Go program whose sources Specline ships, pinned by go.sum, and builds on the machine that uses it. */
export interface GoModule {
  /** Of the program, and of its folder in the cache. */
  readonly name: "k6" | "atlas";
  /** Of the library that it is built on. */
  readonly version: string;
  /** Absolute: where go.mod is. */
  readonly directory: string;
  /** What is said before the first build. */
  readonly announcement: string;
  /** Another way to build it, taken where its program is on PATH. */
  readonly builder?: {
    readonly program: string;
    /** @param folder empty, for what it needs @returns the arguments that make `output` */
    readonly prepare: (module: GoModule, folder: string, output: string) => readonly string[];
  };
}
