/** Options that a description depends on, beside where its tables come from. */
export interface DescriptionOptions {
  readonly name?: string | undefined;
  readonly tables?: string | undefined;
  readonly spec?: string | undefined;
  readonly numbers: string;
  readonly security: string;
  readonly errorFormat: string;
}

/** The command that makes a description again; what is the default is left out. */
export function describeCommand(source: string, options: DescriptionOptions): string {
  const { name, tables, spec, numbers, security, errorFormat } = options;
  const parts = [
    source,
    name === undefined ? "" : `--name=${name}`,
    tables === undefined || tables === "" ? "" : `--tables=${quoted(tables)}`,
    spec === undefined ? "" : `--spec=${spec}`,
    numbers === "exact" ? "" : `--numbers=${numbers}`,
    security === "writes" ? "" : `--security=${security}`,
    errorFormat === "envelope" ? "" : `--error-format=${errorFormat}`,
  ];
  return ["nx g route-from-db", ...parts.filter((one) => one !== "")].join(" ");
}

/** A shell reads `*` and `!` otherwise. */
function quoted(text: string): string {
  return /^[\w.,-]+$/.test(text) ? text : `'${text.replaceAll("'", "")}'`;
}
