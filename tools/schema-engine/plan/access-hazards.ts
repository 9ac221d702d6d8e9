import type {
  AccessPriv,
  AlterTableCmd,
  AlterTableStmt,
  CreatePolicyStmt,
  DefElem,
  DropStmt,
  GrantStmt,
  Node,
  RoleSpec,
} from "libpg-query";
import type { AccessFacts } from "./access-facts";
import type { Hazard } from "./hazard";
import { objectName } from "./object-name";
import { quoted, tableName } from "./table-name";

/** What was there before a statement, and what is there when everything beside it has run; that may not be known. */
export interface Access {
  readonly before: AccessFacts;
  readonly after?: AccessFacts;
}

/** Statements after which somebody may see or do more than before. What is only made again is not told. */
export function accessHazards(node: Node, access: Access): readonly Hazard[] {
  if ("AlterTableStmt" in node) return alterHazards(node.AlterTableStmt, access);
  if ("CreatePolicyStmt" in node) return createdPolicy(node.CreatePolicyStmt, access);
  if ("AlterPolicyStmt" in node) {
    const { table, policy_name = "" } = node.AlterPolicyStmt;
    return changedPolicy(tableName(table), policy_name, access, "changes");
  }
  if ("DropStmt" in node) return droppedPolicies(node.DropStmt, access);
  if ("GrantStmt" in node) return grantHazards(node.GrantStmt, access);
  if ("AlterDefaultPrivilegesStmt" in node) {
    const { action } = node.AlterDefaultPrivilegesStmt;
    if (action?.is_grant !== true || !isToPublic(action)) return [];
    const what = (action.objtype ?? "").replace("OBJECT_", "").toLowerCase();
    return [widens(`grants ${privilegesOf(action).join(", ")} on every ${what} to come to PUBLIC`, "PUBLIC")];
  }
  if ("AlterOwnerStmt" in node) {
    const { object, newowner } = node.AlterOwnerStmt;
    return object === undefined ? [] : newOwner(qualified(objectName(object)), newowner, access);
  }
  if ("AlterFunctionStmt" in node) {
    const { func, actions } = node.AlterFunctionStmt;
    return func === undefined ? [] : definer(objectName({ ObjectWithArgs: func }), actions, access);
  }
  if ("CreateFunctionStmt" in node) {
    const { funcname = [], options } = node.CreateFunctionStmt;
    return definer(funcname.map(objectName).join("."), options, access);
  }
  if ("ViewStmt" in node) return invokerLost(tableName(node.ViewStmt.view), node.ViewStmt.options, access);
  return [];
}

function widens(text: string, object: string): Hazard {
  return { kind: "WIDENS_ACCESS", text, object };
}

function alterHazards({ relation, cmds = [] }: AlterTableStmt, access: Access): readonly Hazard[] {
  const table = tableName(relation);
  return cmds.flatMap((one) => ("AlterTableCmd" in one ? commandHazards(one.AlterTableCmd, table, access) : []));
}

function commandHazards({ subtype, newowner, def }: AlterTableCmd, table: string, access: Access): readonly Hazard[] {
  const { before, after } = access;
  switch (subtype) {
    case "AT_DisableRowSecurity":
      return before.secured.has(table) && after?.secured.has(table) !== true
        ? [widens(`turns row security of ${table} off: whoever may read it reads all rows`, table)]
        : [];
    case "AT_NoForceRowSecurity":
      return before.forced.has(table) && after?.forced.has(table) !== true
        ? [widens(`lets the owner of ${table} pass its row security`, table)]
        : [];
    case "AT_ChangeOwner":
      return newOwner(table, newowner, access);
    case "AT_SetRelOptions":
    case "AT_ResetRelOptions": {
      const options = def !== undefined && "List" in def ? def.List.items : [];
      return options?.some((one) => isOption(one, "security_invoker")) ? invokerLost(table, options, access) : [];
    }
    default:
      return [];
  }
}

function createdPolicy({ table, policy_name = "", permissive }: CreatePolicyStmt, access: Access): readonly Hazard[] {
  const on = tableName(table);
  const name = `${on}.${quoted(policy_name)}`;
  const { before, after } = access;
  const now = after?.policies.get(name);
  const isSame = now !== undefined && before.policies.get(name)?.text === now.text;
  if (permissive !== true || !before.secured.has(on) || isSame) return [];
  return [widens(`policy ${quoted(policy_name)} shows or lets change more rows of ${on}`, on)];
}

/** Of a restrictive one, or of one whose new condition nobody can compare with the old one. */
function changedPolicy(table: string, policy: string, { before, after }: Access, verb: string): readonly Hazard[] {
  const name = `${table}.${quoted(policy)}`;
  const old = before.policies.get(name);
  if (old === undefined || !before.secured.has(table) || after?.policies.get(name)?.text === old.text) return [];
  if (verb === "drops" && old.isPermissive) return [];
  const kind = old.isPermissive ? "policy" : "the restrictive policy";
  return [
    widens(`${verb} ${kind} ${quoted(policy)} of ${table}: rows that it kept back may be seen or changed`, table),
  ];
}

function droppedPolicies({ removeType, objects = [] }: DropStmt, access: Access): readonly Hazard[] {
  if (removeType !== "OBJECT_POLICY") return [];
  return objects.flatMap((one) => {
    const parts = "List" in one ? (one.List.items ?? []) : [];
    const names = parts.flatMap((part) => ("String" in part ? [part.String.sval ?? ""] : []));
    const policy = names.pop() ?? "";
    return changedPolicy(qualified(names.map(quoted).join(".")), policy, access, "drops");
  });
}

function grantHazards(grant: GrantStmt, { before, after }: Access): readonly Hazard[] {
  if (grant.is_grant !== true || !isToPublic(grant)) return [];
  const privileges = privilegesOf(grant);
  if (grant.targtype === "ACL_TARGET_ALL_IN_SCHEMA") {
    const schemas = (grant.objects ?? []).map(objectName);
    return schemas.map((one) => widens(`grants ${privileges.join(", ")} on all of schema ${one} to PUBLIC`, one));
  }
  return (grant.objects ?? []).flatMap((one): readonly Hazard[] => {
    const name = grantedName(one, grant.objtype);
    // PostgreSQL gives everybody these of whatever is new (manual, 5.8 Privileges).
    const isDefault = ["OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"].includes(grant.objtype ?? "")
      ? !before.routines.has(name)
      : ["OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_LANGUAGE"].includes(grant.objtype ?? "");
    const isThere = (what: string) => before.public.has(`${name} ${what}`);
    const isOld =
      (grant.privileges ?? []).length > 0 &&
      (grant.privileges ?? []).every((each) => isHad(each, isThere, name, before));
    // A plan's own counter of a column that it fills: it comes and goes with the plan.
    const isPassing =
      grant.objtype === "OBJECT_SEQUENCE" && !before.sequences.has(name) && after?.sequences.has(name) === false;
    return isDefault || isOld || isPassing
      ? []
      : [widens(`grants ${privileges.join(", ")} on ${name} to PUBLIC, every role there is`, name)];
  });
}

function isHad(
  node: Node,
  isThere: (what: string) => boolean,
  table: string,
  { public: everybody }: AccessFacts,
): boolean {
  if (!("AccessPriv" in node)) return false;
  const { priv_name = "", cols = [] } = node.AccessPriv;
  const privilege = priv_name.toUpperCase();
  const isOfColumns = cols.length > 0 && cols.every((one) => everybody.has(`${table}.${objectName(one)} ${privilege}`));
  return isThere(privilege) || isOfColumns;
}

function grantedName(node: Node, kind: string | undefined): string {
  if ("RangeVar" in node) return tableName(node.RangeVar);
  return kind === "OBJECT_SCHEMA" ? objectName(node) : qualified(objectName(node));
}

function privilegesOf({ privileges = [] }: GrantStmt): readonly string[] {
  const name = ({ priv_name = "", cols = [] }: AccessPriv) =>
    `${priv_name.toUpperCase()}${cols.length === 0 ? "" : ` (${cols.map(objectName).join(", ")})`}`;
  const names = privileges.flatMap((one) => ("AccessPriv" in one ? [name(one.AccessPriv)] : []));
  return names.length === 0 ? ["ALL"] : names;
}

function isToPublic({ grantees = [] }: GrantStmt): boolean {
  return grantees.some((one) => "RoleSpec" in one && one.RoleSpec.roletype === "ROLESPEC_PUBLIC");
}

/** Of what acts with the rights of its owner. */
function newOwner(name: string, role: RoleSpec | undefined, { before }: Access): readonly Hazard[] {
  const old = before.owners.get(name);
  const now = role?.roletype === "ROLESPEC_CSTRING" ? (role.rolename ?? "") : "CURRENT_USER";
  if (old === undefined || old === now || (old === "CURRENT_USER" && now === "postgres")) return [];
  return [ownerHazard(name, old, now)];
}

/** Views and routines that another owner has in the end, whichever statement gives them to him. */
export function ownerHazards(before: AccessFacts, after: AccessFacts): readonly Hazard[] {
  return [...after.owners].flatMap(([name, now]) => {
    const old = before.owners.get(name);
    return old === undefined || old === now ? [] : [ownerHazard(name, old, now)];
  });
}

function ownerHazard(name: string, old: string, now: string): Hazard {
  const shown = (role: string) => (role === "CURRENT_USER" ? "the role that migrates" : role);
  return widens(`gives ${name}, which acts with the rights of its owner, from ${shown(old)} to ${shown(now)}`, name);
}

function definer(name: string, options: readonly Node[] = [], { before }: Access): readonly Hazard[] {
  const routine = qualified(name);
  const isDefiner = options.some(
    (one) =>
      isOption(one, "security") &&
      one.DefElem.arg !== undefined &&
      "Boolean" in one.DefElem.arg &&
      one.DefElem.arg.Boolean.boolval === true,
  );
  if (!isDefiner || before.routines.get(routine) !== false) return [];
  return [
    widens(`${routine} becomes SECURITY DEFINER: whoever may call it acts with the rights of its owner`, routine),
  ];
}

function invokerLost(view: string, options: readonly Node[] | undefined, { before, after }: Access): readonly Hazard[] {
  const isOn = (options ?? []).some(
    (one) =>
      isOption(one, "security_invoker") &&
      one.DefElem.arg !== undefined &&
      !/"(off|false|no|0)"|"ival":0|"boolval":false/i.test(JSON.stringify(one.DefElem.arg)),
  );
  if (isOn || !before.invokerViews.has(view) || after?.invokerViews.has(view)) return [];
  return [
    widens(
      `view ${view} loses security_invoker: it reads with the rights of its owner, past the policies of whoever asks`,
      view,
    ),
  ];
}

function isOption(node: Node, name: string): node is { DefElem: DefElem } {
  return "DefElem" in node && node.DefElem.defname === name;
}

function qualified(name: string): string {
  return /^("(?:[^"]|"")*"|[^".]+)$/.test(name) ? `public.${name}` : name;
}
