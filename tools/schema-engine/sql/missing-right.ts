/** Whether PostgreSQL refused something for want of a right: insufficient_privilege (manual, appendix A). */
export function isRightMissing(error: unknown): error is { readonly message: string } {
  return (error as { readonly code?: unknown } | null)?.code === "42501";
}

/**
 * What gives a role the right that PostgreSQL misses (`insufficient_privilege`), by the words of its error; they are
 * the only place where it names the object.
 */
export function missingRight(message: string, role = "<the role>"): string {
  const denied = /^permission denied for ([a-z -]+?) (\S+)$/.exec(message);
  const grant = denied === null ? undefined : grants[denied[1] ?? ""];
  if (grant !== undefined) return `Give it to the role: \`GRANT ${grant} ${quoted(denied?.[2] ?? "")} TO ${role};\`.`;
  const owned = /^must be owner of ([a-z -]+?) (\S+)$/.exec(message);
  if (owned !== null) {
    return `Run as the owner of ${owned[1]} ${owned[2]}, or let the role act for it: \`GRANT <the owner> TO ${role};\`.`;
  }
  return "Run as a role that has the right, or have it granted by an administrator.";
}

/** What stands between GRANT and the name of an object of this kind. */
const grants: Readonly<Record<string, string>> = {
  schema: "USAGE, CREATE ON SCHEMA",
  database: "CREATE ON DATABASE",
  table: "SELECT, INSERT, UPDATE, DELETE, REFERENCES, TRIGGER ON TABLE",
  view: "SELECT ON TABLE",
  "materialized view": "SELECT ON TABLE",
  "foreign table": "SELECT ON TABLE",
  sequence: "USAGE, SELECT, UPDATE ON SEQUENCE",
  function: "EXECUTE ON FUNCTION",
  language: "USAGE ON LANGUAGE",
  type: "USAGE ON TYPE",
  "foreign-data wrapper": "USAGE ON FOREIGN DATA WRAPPER",
  "foreign server": "USAGE ON FOREIGN SERVER",
  tablespace: "CREATE ON TABLESPACE",
};

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
