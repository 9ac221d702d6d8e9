/** `public."Odd.name".id`, as the catalog snapshot writes it, as its bare parts. */
export function nameParts(name: string): readonly string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map((one) => one[1]?.replaceAll('""', '"') ?? one[0]);
}
