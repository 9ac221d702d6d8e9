/** Nx turns an option of digits into a number: `--name=2024` is text all the same. */
export function textOption(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
