import { expect, test } from "vitest";
import { createDocs } from "./docs";

test("the page follows the reader's choice of dark colours, within its own content security policy", async () => {
  const page = await createDocs({ title: "<Notes>", description: async () => "{}" })("/-/docs/");
  expect(page?.body).toMatch(/<style>@media \(prefers-color-scheme: dark\) \{[^<]*#docs \{ filter: invert/);
  expect(page?.body).toContain("<title>&#60;Notes&#62;</title>");
  expect(page?.headers["content-security-policy"]).toContain("style-src 'self' 'unsafe-inline'");
});
