/** Holds what `diff --archive` keeps of dropped tables and columns. It belongs to no schema of a user: snapshots and plans leave it out. */
export const archiveSchema = "specline_archive";
