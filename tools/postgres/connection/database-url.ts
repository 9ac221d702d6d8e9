export interface DatabaseAddress {
  readonly user: string;
  readonly password?: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

export function databaseUrl(address: DatabaseAddress): string {
  const secret = address.password === undefined ? "" : `:${encodeURIComponent(address.password)}`;
  return `postgres://${encodeURIComponent(address.user)}${secret}@${address.host}:${address.port}/${encodeURIComponent(address.database)}`;
}

/** `host:port/database as user`: for people, without the password and without options that could hold secrets. */
export function describeUrl(url: string): string {
  const parsed = new URL(url);
  const host = decodeURIComponent(parsed.hostname) || parsed.searchParams.get("host") || "localhost";
  const port = parsed.port || parsed.searchParams.get("port") || "5432";
  const database = decodeURIComponent(parsed.pathname.slice(1)) || "postgres";
  const user = decodeURIComponent(parsed.username) || parsed.searchParams.get("user");
  return `${host}:${port}/${database}${user ? ` as ${user}` : ""}`;
}
