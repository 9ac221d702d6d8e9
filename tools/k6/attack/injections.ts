/** Texts that do harm where they are pasted into a query, a page, a command or a path. The marker tells an echo from chance. */
export const injections: readonly (readonly [name: string, text: string])[] = [
  ["SQL", `specline' OR '1'='1' --`],
  ["HTML", "<script>specline(1)</script>"],
  ["shell", "specline; $(id) `id` | id"],
  ["template", "{{7*7}}<%= 7*7 %>#{7*7}specline"],
  ["object query", '{"$gt":"specline"}'],
];

export const traversal = "../../../../../../etc/passwd";
export const headerSplit = "specline\r\nset-cookie: specline=1";
export const nul = "specline\u0000";
