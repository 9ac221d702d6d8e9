/** What is removed before a change and made again after it: SQL. */
export interface Aside {
  readonly removal: string;
  readonly addition: readonly string[];
}
