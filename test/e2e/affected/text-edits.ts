import { parse, stringify } from "yaml";
import { app, type Edit, everyResource, type Files, schema, spec } from "./edit";

const nothing = (name: string, apply: (files: Files) => void): Edit => ({ name, expected: [], apply });
const inSpec = (name: string, before: string, after: string): Edit =>
  nothing(name, (files) => files.replace(spec, before, after));

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** Edits that change what people read, and nothing that runs. */
export const textEdits: readonly Edit[] = [
  inSpec("the title", "title: Corner shop", "title: The corner shop"),
  inSpec("the version", "version: 1.0.0", "version: 1.1.0"),
  inSpec("the description of the API", "description: Sells things.", "description: Sells everything."),
  inSpec("a summary", "summary: List orders", "summary: All orders"),
  inSpec("the description of an operation", "description: The newest first.", "description: Newest first. */ x();"),
  inSpec("the description of a parameter", "description: Only orders in this state.", "description: By state."),
  inSpec("the description of a response", "description: A page of orders", "description: Orders"),
  inSpec("the description of a shared schema", "description: An amount in a currency.", "description: Some money."),
  inSpec("the description of a header", "description: How many there are", "description: The count"),
  inSpec("the description of a tag", "description: What was bought", "description: What people bought"),
  inSpec("a new tag that no operation has", "tags:\n  - name: orders", "tags:\n  - name: spare\n  - name: orders"),
  inSpec("an extension", "summary: List orders", "summary: List orders\n      x-owner: sales"),
  nothing("a comment at the top", (files) => files.write(spec, `# The API of the shop.\n${files.read(spec)}`)),
  inSpec("a comment inside", "  /orders:\n", "  # Buying\n  /orders:\n"),
  inSpec("quotes", "openapi: 3.1.0", 'openapi: "3.1.0"'),
  nothing("flow style for everything", (files) =>
    files.write(spec, `${JSON.stringify(parse(files.read(spec)), null, 1)}\n`),
  ),
  nothing("other indentation, no comments", (files) =>
    files.write(spec, stringify(parse(files.read(spec)), { indent: 4, lineWidth: 60 })),
  ),
  nothing("the order of every key", (files) =>
    files.write(spec, stringify(reversed(parse(files.read(spec)) as Json), { aliasDuplicateObjects: false })),
  ),
  {
    // Every generated file, those that all resources share among them, names the description that it comes from.
    name: "another name of the description's file",
    expected: everyResource,
    apply: (files) => {
      files.write(spec.replace("yaml", "json"), `${JSON.stringify(parse(files.read(spec)))}\n`);
      files.remove(spec);
    },
  },
  nothing("a comment in SQL", (files) => files.append(schema, "-- The end.\n")),
  nothing("a comment on a table", (files) => files.replace(schema, "'What was bought'", "'What people bought'")),
  nothing("formatting of SQL", (files) => files.write(schema, files.read(schema).replaceAll("  ", "\t").toLowerCase())),
  nothing("the order of tables", (files) => {
    const text = files.read(schema);
    const start = text.indexOf("-- Read only");
    const end = text.indexOf("CREATE TABLE audit_log");
    files.write(schema, text.slice(start, end) + text.slice(0, start) + text.slice(end));
  }),
  nothing("the README of the workspace", (files) => files.append("README.md", "More.\n")),
  nothing("a page of documentation", (files) => files.write("docs/orders.md", "# Orders\n")),
  nothing("the README of the application", (files) => files.append(`${app}/README.md`, "More.\n")),
  nothing("a test of a shared file", (files) => files.write(`${app}/src/clock.test.ts`, "export {};\n")),
  {
    name: "an example",
    expected: [],
    apply: (files) => files.replace(spec, "total: { amount: 5,", "total: { amount: 6,"),
  },
  {
    name: "every text at once",
    expected: [],
    apply: (files) => files.write(spec, files.read(spec).replaceAll(/(title|summary|description): (.*)/g, "$1: Other")),
  },
  {
    name: "texts and one fact",
    expected: everyResource,
    apply: (files) => {
      files.replace(spec, "title: Corner shop", "title: The corner shop");
      files.replace(spec, "url: http://localhost:3000/v1", "url: http://localhost:3000/v3");
    },
  },
];
