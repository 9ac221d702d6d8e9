/** Options that a description depends on, beside where its tables come from. */
export interface DescriptionOptions {
  readonly name?: string | undefined;
  readonly tables?: string | undefined;
  readonly output?: string | undefined;
  readonly numbers: string;
  readonly security: string;
}

/** The command that makes a description again; what is the default is left out. */
export function describeCommand(source: string, options: DescriptionOptions): string {
  const { name, tables, output, numbers, security } = options;
  const parts = [
    source,
    name === undefined ? "" : `--name=${name}`,
    tables === undefined || tables === "" ? "" : `--tables=${quoted(tables)}`,
    output === undefined ? "" : `--output=${output}`,
    numbers === "exact" ? "" : `--numbers=${numbers}`,
    security === "writes" ? "" : `--security=${security}`,
  ];
  return ["nx g route-from-db", ...parts.filter((one) => one !== "")].join(" ");
}

/** A shell reads `*` and `!` otherwise. */
function quoted(text: string): string {
  return /^[\w.,-]+$/.test(text) ? text : `'${text.replaceAll("'", "")}'`;
}
