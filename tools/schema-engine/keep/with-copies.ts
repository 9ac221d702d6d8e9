import type { Shadow, ShadowDatabase } from "../../postgres/shadow";

/** Copies of databases of the shadow, which are gone after the work. */
export async function withCopies<Urls extends readonly string[], Result>(
  shadow: Shadow,
  urls: readonly [...Urls],
  work: (copies: { readonly [Index in keyof Urls]: ShadowDatabase }) => Promise<Result>,
): Promise<Result> {
  const copies: ShadowDatabase[] = [];
  try {
    for (const url of urls) copies.push(await shadow.createDatabase(databaseOf(url)));
    return await work(copies as { readonly [Index in keyof Urls]: ShadowDatabase });
  } finally {
    for (const copy of copies) await shadow.dropDatabase(copy);
  }
}

export function databaseOf(url: string): ShadowDatabase {
  return { name: new URL(url).pathname.slice(1), url };
}
