/**
 * What a session must agree on with every other before it prints, reads or runs what is compared or proved: databases and roles may
 * have other settings of their own (`ALTER DATABASE … SET`). The time zone is not among them: a change of a column from `timestamp`
 * to `timestamptz` reads its values as the clients of the database do.
 */
const agreed: Readonly<Record<string, string>> = {
  DateStyle: "ISO,MDY",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  bytea_output: "hex",
  quote_all_identifiers: "off",
  // What texts of files mean: '\d' in plain quotes, `x = NULL`, XML, amounts of money.
  standard_conforming_strings: "on",
  transform_null_equals: "off",
  array_nulls: "on",
  xmlbinary: "base64",
  xmloption: "content",
  lc_monetary: "C",
};

/** Constants with a time zone are printed in that of the session: catalogs are read in one. */
export const readingTimeZone = "UTC";

/** Command-line options of a session, as libpq's `options` parameter takes them; they win over those of database and role. */
export const sessionOptions = optionsOf(agreed);

/** Of a session that only reads catalogs. */
export const readingOptions = optionsOf({ ...agreed, TimeZone: readingTimeZone });

function optionsOf(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}
