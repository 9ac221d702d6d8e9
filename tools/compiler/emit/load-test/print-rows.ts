import type { Service } from "../../model/service";
import { type Code, code, identifier, join, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import type { Call } from "./plan";
import type { RowCreation, RowSource } from "./plan-rows";
import { type CallPrinting, printCall, printOperation } from "./print-call";
import { printKeys } from "./print-keys";
import { printJsonPath, printReplyKey } from "./print-steps";
import { object } from "./print-value";
import { usedNames } from "./used-names";
import type { Reference } from "./value";

/** Rows that are made when a list is empty, or when they need filling; enough that not all wait for the same one. */
const sharedRowCount = 20;

/** How rows of one collection are had: `shared()` for all virtual users, `own(count)` with one for each. */
export function printRows(source: RowSource, service: Service, fileOf: (collection: string) => string): Code {
  const { basePath } = service;
  const { list, create } = source;
  const needs = create?.needs.map(({ collection }) => collection) ?? [];
  const collections = [
    ...new Set([...needs, ...(source.parent === undefined ? [] : [source.parent.family.key])]),
  ].sort();
  const aliases = new Map(collections.map((collection, index) => [collection, `rows${index + 1}`]));
  const alias = (collection: string) => identifier(aliases.get(collection) ?? "rows0");
  const printing: CallPrinting = {
    rowsName: ({ collection }: Reference) => fileOf(collection),
    basePath,
    verb: code`prepare`,
    rowKey: (index) => code`row[${numberLiteral(index)}]`,
  };
  const parents = source.parent === undefined ? undefined : code`${alias(source.parent.family.key)}.shared()`;
  // Rows that can be filled are made, so that nothing that was there before is changed.
  const isListed = list !== undefined && (create === undefined || create.fill.length === 0);
  const calls = callsOf(source, isListed);
  const keys = printKeys(
    calls.map(({ operation }) => operation),
    service,
  );
  const parts = [
    ...(keys === undefined ? [] : [code`const keys = ${keys};`]),
    code`const operations = ${object(calls.map(({ operation, body }) => printOperation(operation, service, false, body)))};`,
    list !== undefined && isListed
      ? printListed(list, parents, create !== undefined, printing)
      : code`/** Rows with all that they can be given. */
export function shared() {
  return own(${numberLiteral(sharedRowCount)});
}`,
    ...(create === undefined ? [] : [printOwn(create, parents, printing, alias, fileOf)]),
  ];
  const imports = [
    code`import { ${join(["operation", ...usedNames(parts, helpers)].sort().map(identifier), ", ")} } from "../run-time.js";`,
    ...collections.map(
      (collection) => code`import * as ${alias(collection)} from ${stringLiteral(`./${fileOf(collection)}.js`)};`,
    ),
  ];
  return code`${join([join(imports, "\n"), ...parts], "\n\n")}
`;
}

function printOwn(
  create: RowCreation,
  parents: Code | undefined,
  printing: CallPrinting,
  alias: (collection: string) => Code,
  fileOf: (collection: string) => string,
): Code {
  const needs = create.needs.map(
    ({ collection }) => code`${propertyKey(fileOf(collection))}: ${alias(collection)}.shared()`,
  );
  const statements = [
    parents === undefined ? code`const row = [];` : code`const row = [...pick(parents, n)];`,
    code`row.push(${printKey(create, printing)});`,
    ...create.fill.map((call) => code`${printCall(call, printing)};`),
    ...(create.remove === undefined
      ? []
      : [code`${printCall(create.remove, { ...printing, verb: code`deleteLater` })};`]),
    code`return row;`,
  ];
  const start = [
    ...(needs.length === 0 ? [] : [code`const rows = ${object(needs)};`]),
    ...(parents === undefined ? [] : [code`const parents = ${parents};`]),
  ];
  return code`/** New rows, deleted when the run is over. */
export function own(count) {
  ${join([...start, code`return times(count, (n) => {\n  ${join(statements, "\n")}\n});`], "\n")}
}`;
}

/** The key of a row that was just made; the run ends where the reply has none. */
function printKey({ call, key }: RowCreation, printing: CallPrinting): Code {
  const sending = printCall(call, printing);
  if (key.kind === "response") return code`keyIn(${sending}, ${printJsonPath(key.path)})`;
  return code`toldKey(${printReplyKey(key, sending)}, ${stringLiteral(call.operation.id)})`;
}

function printListed(
  list: NonNullable<RowSource["list"]>,
  parents: Code | undefined,
  canCreate: boolean,
  printing: CallPrinting,
): Code {
  const nothingThere = `preparing: ${list.call.operation.id} lists nothing, and no operation creates anything`;
  const alone = canCreate
    ? code`// What another process of the same test made is gone when that one ends.
if (isOneOfMany()) return own(${numberLiteral(sharedRowCount)});
`
    : code``;
  const otherwise = canCreate
    ? code`return rows.length > 0 ? rows : own(${numberLiteral(sharedRowCount)});`
    : code`if (rows.length === 0) throw new Error(${stringLiteral(nothingThere)});
return rows;`;
  const where = list.collection === undefined ? nothing : code`, ${stringLiteral(list.collection)}`;
  const page = code`listed(${printCall(list.call, printing)}, ${printJsonPath(list.items)}, ${printJsonPath(list.key)}${where})`;
  const rows =
    parents === undefined
      ? code`${page}.map((id) => [id])`
      : code`${parents}.flatMap((row) => ${page}.map((id) => [...row, id]))`;
  return code`/** The first page of what is there. */
export function shared() {
  ${alone}const rows = ${rows};
  ${otherwise}
}`;
}

function callsOf({ list, create }: RowSource, isListed: boolean): readonly Call[] {
  return [
    ...(list !== undefined && isListed ? [list.call] : []),
    ...(create === undefined
      ? []
      : [create.call, ...create.fill, ...(create.remove === undefined ? [] : [create.remove])]),
  ];
}

const helpers = [
  "deleteLater",
  "form",
  "headerOf",
  "isOneOfMany",
  "json",
  "key",
  "keyIn",
  "keyOf",
  "listed",
  "locatedIn",
  "pick",
  "prepare",
  "query",
  "separated",
  "times",
  "toldKey",
  "unique",
  "uniqueInteger",
];
