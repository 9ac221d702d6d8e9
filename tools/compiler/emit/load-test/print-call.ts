import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";
import { type Code, code, join, member, nothing, numberLiteral, propertyKey, stringLiteral } from "../text";
import type { Body, Call, PathPiece, QueryPair } from "./plan";
import { array, object, plus, printQueryValue, printSource, printValue, type RowsName } from "./print-value";
import { documentedStatuses, type StatusRange, successStatuses } from "./success";
import { usableAlternatives } from "./usable-alternatives";
import { type PairStyle, writePairs } from "./write-pairs";

/** `listPets: operation({…})`, an entry of a script's `operations`. */
export function printOperation(operation: Operation, service: Service, isRead: boolean, body: Body | undefined): Code {
  const entries = [
    code`id: ${stringLiteral(operation.id)}`,
    code`method: ${stringLiteral(operation.method.toUpperCase())}`,
    code`success: ${printRanges(successStatuses(operation))}`,
    code`documented: ${printRanges(documentedStatuses(operation))}`,
    ...printSecurity(operation, service),
    ...(isRead ? [code`isRead: true`] : []),
    ...(body === undefined ? [] : [code`mediaType: ${stringLiteral(body.mediaType)}`]),
  ];
  return code`${propertyKey(operation.id)}: operation(${object(entries)})`;
}

/** `security: [[keys.admin], [keys.token]]`: alternatives, each of keys that are sent together. */
function printSecurity(operation: Operation, service: Service): readonly Code[] {
  const alternatives = usableAlternatives(operation, service).filter((names) => names.length > 0);
  if (alternatives.length === 0) return [];
  const lists = alternatives.map(
    (names) =>
      code`[${join(
        names.map((name) => code`keys${member(name)}`),
        ", ",
      )}]`,
  );
  return [code`security: [${join(lists, ", ")}]`];
}

export interface CallPrinting {
  readonly rowsName: RowsName;
  readonly basePath: string;
  /** `call`, or `prepare` for what is not measured. */
  readonly verb: Code;
  /** What replaces the key of a row in a path; by default the rows of setup. */
  readonly rowKey?: (index: number) => Code;
}

/** `call(operations.listPets, "/pets" + query([…]))`; `bodyCode` replaces the body's own code. */
export function printCall(call: Call, printing: CallPrinting, bodyCode?: Code): Code {
  const path = printUrl(call, printing);
  const body = call.body === undefined ? undefined : (bodyCode ?? printBody(call.body, printing.rowsName));
  const headers = call.headers.map((pair) => code`${propertyKey(pair.name)}: ${printPairValue(pair, printing)}`);
  const tail = [
    ...(body === undefined ? (headers.length > 0 ? [code`undefined`] : []) : [body]),
    ...(headers.length > 0 ? [object(headers)] : []),
  ];
  const more = tail.length === 0 ? nothing : code`, ${join(tail, ", ")}`;
  return code`${printing.verb}(operations${member(call.operation.id)}, ${path}${more})`;
}

/** Adjacent texts become one literal. Texts of the description are percent-encoded where a path needs it. */
export function printPath(call: Call, printing: CallPrinting): Code {
  const parts: Code[] = [];
  let text = encodePath(printing.basePath);
  const flush = () => {
    if (text !== "") parts.push(stringLiteral(text));
    text = "";
  };
  for (const piece of call.path) {
    if (piece.kind === "literal") text += encodePath(piece.text);
    else {
      flush();
      parts.push(code`key(${printKey(piece, printing)})`);
    }
  }
  flush();
  return plus(parts);
}

/** The pairs of the query as an array; one of the filters is picked for each iteration. */
export function printPairs(call: Call, printing: CallPrinting): Code {
  const pairs = call.query.map((pair) => printPair(pair, printing));
  const filters = call.filters.map((filter) => array(filter.map((pair) => printPair(pair, printing))));
  return array([...pairs, ...(filters.length === 0 ? [] : [code`...pick(${array(filters)}, n)`])]);
}

function printUrl(call: Call, printing: CallPrinting): Code {
  const path = printPath(call, printing);
  if (call.query.length === 0 && call.filters.length === 0) return path;
  return plus([path, code`query(${printPairs(call, printing)})`]);
}

export function printBody(body: Body, rowsName: RowsName): Code {
  const value = body.value;
  if (body.encoding === "json") return code`json(${printValue(value, rowsName)})`;
  if (body.encoding === "text" || value.kind !== "object") return printValue(value, rowsName);
  const styleOf = (name: string): PairStyle =>
    body.fields?.find((one) => one.name === name) ?? { style: "form", explode: true, isJson: true };
  return printForm(
    value.properties.flatMap(({ name, value: inner }) => writePairs(name, inner, styleOf(name))),
    rowsName,
  );
}

function printForm(pairs: readonly QueryPair[], rowsName: RowsName): Code {
  return code`form([${join(
    pairs.map((pair) => code`[${stringLiteral(pair.name)}, ${printQueryValue(pair.value, rowsName)}]`),
    ", ",
  )}])`;
}

function printKey(piece: Extract<PathPiece, { kind: "key" }>, printing: CallPrinting): Code {
  if (piece.source.kind === "row" && printing.rowKey !== undefined) return printing.rowKey(piece.source.index);
  return printSource(piece.source, printing.rowsName);
}

function printPair(pair: QueryPair, printing: CallPrinting): Code {
  return code`[${stringLiteral(pair.name)}, ${printPairValue(pair, printing)}]`;
}

function printPairValue(pair: QueryPair, printing: CallPrinting): Code {
  return printQueryValue(pair.value, printing.rowsName);
}

function printRanges(ranges: readonly StatusRange[]): Code {
  return code`[${join(
    ranges.map(({ least, most }) => code`[${numberLiteral(least)}, ${numberLiteral(most)}]`),
    ", ",
  )}]`;
}

/** RFC 3986 §3.3, leaving what is encoded already as it is. */
function encodePath(text: string): string {
  return encodeURI(text.replace(/[\ud800-\udfff]/gu, "\ufffd"))
    .replace(/%25([0-9A-Fa-f]{2})/g, "%$1")
    .replace(/[?#]/g, encodeURIComponent);
}
