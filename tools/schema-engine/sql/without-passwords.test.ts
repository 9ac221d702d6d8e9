import { expect, test } from "vitest";
import { withoutPasswords } from "./without-passwords";

test.each([
  [
    `CREATE SUBSCRIPTION "s" CONNECTION 'host=a password=hunter2 dbname=x' PUBLICATION "p" WITH (password_required = true)`,
    `CREATE SUBSCRIPTION "s" CONNECTION 'host=a password=*** dbname=x' PUBLICATION "p" WITH (password_required = true)`,
  ],
  [
    "ALTER SUBSCRIPTION s CONNECTION 'password = ''hunter 2'' host=a'",
    "ALTER SUBSCRIPTION s CONNECTION 'password = *** host=a'",
  ],
  [
    "CREATE SUBSCRIPTION s CONNECTION 'postgres://me:hunter2@h/d' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'postgres://me:***@h/d' PUBLICATION p",
  ],
  [
    "CREATE USER MAPPING FOR me SERVER s OPTIONS (user 'me', \"password\" 'hunter''2')",
    "CREATE USER MAPPING FOR me SERVER s OPTIONS (user 'me', \"password\" '***')",
  ],
  ["COMMENT ON COLUMN u.password IS 'x'", "COMMENT ON COLUMN u.password IS 'x'"],
])("%s", (sql, shown) => expect(withoutPasswords(sql)).toBe(shown));
