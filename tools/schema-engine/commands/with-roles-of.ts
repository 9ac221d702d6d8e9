import type { Client } from "pg";
import type { Shadow } from "../../postgres/shadow";
import { copyRoles } from "../source/copy-roles";

/** Migrations name roles of their target's server, which a shadow has to have before it replays them. */
export async function withRolesOf(live: Client, shadow: Shadow): Promise<void> {
  const admin = await shadow.connect(await shadow.createDatabase());
  await copyRoles(admin, live).finally(() => admin.end());
}
