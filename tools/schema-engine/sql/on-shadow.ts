import type { AlterSubscriptionStmt, CreateSubscriptionStmt, Node } from "libpg-query";
import { escapeIdentifier, escapeLiteral } from "pg";

/** What is about the server or a database by name: a shadow has another name, and a scratch server is left as it was. */
const ofServers = ["CreatedbStmt", "DropdbStmt", "AlterDatabaseStmt", "AlterDatabaseSetStmt", "AlterSystemStmt"];

/**
 * What runs on a shadow in place of a statement that would connect to another server: loading a schema must not make a slot on a publisher, and
 * trying a plan must not drop one. The catalog is afterwards what the statement would have made of it. `undefined`: it runs as it is.
 */
export function onShadow(node: Node): readonly string[] | undefined {
  if (ofServers.some((kind) => kind in node)) return [];
  if ("CreateSubscriptionStmt" in node) return withoutConnecting(node.CreateSubscriptionStmt);
  if ("DropSubscriptionStmt" in node) {
    const { subname = "", missing_ok } = node.DropSubscriptionStmt;
    const condition = missing_ok === true ? "IF EXISTS " : "";
    return [
      // Not by ALTER SUBSCRIPTION, which complains about one that is not there.
      `UPDATE pg_subscription SET subenabled = false, subslotname = NULL WHERE ${isHere(subname)}`,
      `DROP SUBSCRIPTION ${condition}${escapeIdentifier(subname)}`,
    ];
  }
  return "AlterSubscriptionStmt" in node ? withoutAsking(node.AlterSubscriptionStmt) : undefined;
}

const options = (nodes: readonly Node[] = []): ReadonlyMap<string, string> =>
  new Map(
    nodes.flatMap((one) => ("DefElem" in one ? [[one.DefElem.defname ?? "", textOf(one.DefElem.arg)] as const] : [])),
  );

/** As `defGetBoolean` reads it: an option without a value is on. */
function textOf(arg: Node | undefined): string {
  if (arg === undefined) return "true";
  if ("String" in arg) return arg.String.sval ?? "";
  if ("Integer" in arg) return String(arg.Integer.ival ?? 0);
  if ("Boolean" in arg) return String(arg.Boolean.boolval ?? false);
  return "TypeName" in arg ? textOf(arg.TypeName.names?.at(-1)) : "true";
}

const isOn = (value: string) => ["true", "on", "1"].includes(value.toLowerCase());

function names(nodes: readonly Node[] = []): string {
  return nodes.flatMap((one) => ("String" in one ? [escapeIdentifier(one.String.sval ?? "")] : [])).join(", ");
}

/** `connect = false` changes the defaults of the others (PostgreSQL manual, CREATE SUBSCRIPTION), so they are given. */
function withoutConnecting({
  subname = "",
  conninfo = "",
  publication,
  options: given,
}: CreateSubscriptionStmt): readonly string[] | undefined {
  const all = options(given);
  if (!isOn(all.get("connect") ?? "true")) return undefined;
  const handled = ["connect", "enabled", "create_slot", "copy_data", "slot_name"];
  const rest = [...all].filter(([name]) => !handled.includes(name));
  const slot = all.get("slot_name") ?? subname;
  const written = [
    "connect = false",
    `slot_name = ${slot === "none" ? "NONE" : escapeLiteral(slot)}`,
    ...rest.map(([name, value]) => `${escapeIdentifier(name)} = ${escapeLiteral(value)}`),
  ];
  const name = escapeIdentifier(subname);
  return [
    `CREATE SUBSCRIPTION ${name} CONNECTION ${escapeLiteral(conninfo)} PUBLICATION ${names(publication)} WITH (${written.join(", ")})`,
    // No worker of a shadow starts: `max_logical_replication_workers` is 0.
    ...(isOn(all.get("enabled") ?? "true") ? [`ALTER SUBSCRIPTION ${name} ENABLE`] : []),
  ];
}

const changesOfPublications: Readonly<Record<string, string>> = {
  ALTER_SUBSCRIPTION_SET_PUBLICATION: "SET",
  ALTER_SUBSCRIPTION_ADD_PUBLICATION: "ADD",
  ALTER_SUBSCRIPTION_DROP_PUBLICATION: "DROP",
};

function withoutAsking({
  kind = "ALTER_SUBSCRIPTION_OPTIONS",
  subname = "",
  publication,
  options: given,
}: AlterSubscriptionStmt): readonly string[] | undefined {
  if (kind === "ALTER_SUBSCRIPTION_REFRESH") return [];
  const name = escapeIdentifier(subname);
  const change = changesOfPublications[kind];
  if (change !== undefined)
    return [`ALTER SUBSCRIPTION ${name} ${change} PUBLICATION ${names(publication)} WITH (refresh = false)`];
  const all = options(given);
  // The publisher is told of these two (PostgreSQL 17 and 18), and of no other option.
  const failover = all.get("failover");
  const twoPhase = all.get("two_phase");
  if (failover === undefined && twoPhase === undefined) return undefined;
  const rest = [...all].filter(([option]) => option !== "failover" && option !== "two_phase");
  const set = [
    ...(failover === undefined ? [] : [`subfailover = ${isOn(failover)}`]),
    ...(twoPhase === undefined ? [] : [`subtwophasestate = '${isOn(twoPhase) ? "p" : "d"}'`]),
  ];
  const others = rest.map(([option, value]) => `${escapeIdentifier(option)} = ${escapeLiteral(value)}`);
  return [
    ...(others.length === 0 ? [] : [`ALTER SUBSCRIPTION ${name} SET (${others.join(", ")})`]),
    `UPDATE pg_subscription SET ${set.join(", ")} WHERE ${isHere(subname)}`,
  ];
}

function isHere(name: string): string {
  return `subname = ${escapeLiteral(name)} AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`;
}
