/** Of a column in the map of what its values have become. */
export function castKey(table: number, number: number): string {
  return `${table} ${number}`;
}
