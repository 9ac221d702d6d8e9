import { namedRoles } from "../sql/named-roles";
import { readStatements } from "../sql/read-statements";

interface PlannedAction {
  readonly sql: string;
  /** Identities of objects, as the engine writes them. */
  readonly produces: readonly unknown[];
  readonly consumes: readonly unknown[];
}

/** The role that shadows run as; a target need not have it. What a plan says of it is said of the current user. */
export const shadowRole = "postgres";

/**
 * The shadow's own role must not reach a plan: new objects belong to whoever runs it, and what else is said of that role is said of
 * whoever runs it. What an owner has anyway, since it only states the defaults, is left out. The proof says whether that was right.
 */
export async function withoutShadowRole<Action extends PlannedAction>(
  actions: readonly Action[],
): Promise<readonly Action[]> {
  const keys = (ids: readonly unknown[]) => ids.map((id) => JSON.stringify(id));
  const produced = new Set(actions.flatMap((action) => keys(action.produces)));
  const isOfNew = (action: Action) => keys(action.consumes).some((key) => produced.has(key));
  const isDropped = (action: Action) => isOwnerChange(action) && isOfNew(action);
  const owned = new Set(actions.filter(isDropped).flatMap((action) => keys(action.consumes)));
  const schemas = actions.filter((action) => /^CREATE SCHEMA .* AUTHORIZATION "postgres"/.test(action.sql));
  for (const key of schemas.flatMap((action) => keys(action.produces))) owned.add(key);
  owned.delete(JSON.stringify({ kind: "role", name: shadowRole }));
  const isOfOwned = (action: Action) => keys(action.consumes).some((key) => owned.has(key));
  const left = actions.filter((action, index) => {
    const isDefault = isDefaultPair(actions[index - 1], action) || isDefaultPair(action, actions[index + 1]);
    return !isDropped(action) && !(isDefault && isOfOwned(action));
  });
  return Promise.all(left.map(async (action) => ({ ...action, sql: await withCurrentUser(action.sql) })));
}

function isOwnerChange({ sql }: PlannedAction): boolean {
  return /^ALTER [^;]* OWNER TO "postgres";?\s*$/.test(sql);
}

/** Privileges of an owner (PostgreSQL manual, 5.8 Privileges); MAINTAIN came with 17. */
const ownerPrivileges: readonly string[] = [
  "DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE",
  "DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE",
  "SELECT, UPDATE, USAGE",
  "CREATE, USAGE",
  "EXECUTE",
  "USAGE",
];

/** `REVOKE ALL ON x FROM "postgres"` and the grant of the same privileges after it. */
function isDefaultPair(revoke: PlannedAction | undefined, grant: PlannedAction | undefined): boolean {
  const revoked = /^REVOKE ALL ON ([\s\S]*) FROM "postgres";?\s*$/.exec(revoke?.sql ?? "");
  const granted = /^GRANT ([A-Z, ]+) ON ([\s\S]*) TO "postgres";?\s*$/.exec(grant?.sql ?? "");
  return revoked !== null && revoked[1] === granted?.[2] && ownerPrivileges.includes(granted?.[1] ?? "");
}

async function withCurrentUser(sql: string): Promise<string> {
  if (!sql.includes(shadowRole)) return sql;
  const places = (await readStatements({ path: "plan", text: sql }))
    .flatMap(({ node }) => namedRoles(node))
    .filter(({ name }) => name === shadowRole)
    .map(({ location }) => location)
    .sort((a, b) => b - a);
  let bytes = Buffer.from(sql, "utf8");
  for (const place of places) {
    const name = /^(?:"postgres"|postgres)/.exec(bytes.subarray(place).toString("utf8"))?.[0];
    if (name === undefined) continue;
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place + name.length)];
    bytes = Buffer.concat([before, Buffer.from("CURRENT_USER"), after]);
  }
  return bytes.toString("utf8").replace(/^(CREATE SCHEMA [\s\S]*) AUTHORIZATION CURRENT_USER/, "$1");
}
