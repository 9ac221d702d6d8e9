export type StatusRange = readonly [least: number, most: number];

/** `200`, `2xx` or several with commas between; `undefined`: none of these. */
export function parseStatuses(text: string | number): readonly StatusRange[] | undefined {
  const ranges = String(text)
    .split(",")
    .map((part): StatusRange | undefined => {
      const trimmed = part.trim();
      if (/^[1-5]\d\d$/.test(trimmed)) return [Number(trimmed), Number(trimmed)];
      const hundreds = /^([1-5])xx$/i.exec(trimmed)?.[1];
      return hundreds === undefined ? undefined : [Number(hundreds) * 100, Number(hundreds) * 100 + 99];
    });
  return ranges.includes(undefined) ? undefined : ranges.filter((range) => range !== undefined);
}
