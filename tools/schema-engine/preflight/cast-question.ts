import { escapeLiteral } from "pg";
import type { RowRules, RuledColumn } from "./row-rules";

/** Which rows stand against it, or an expression that must not fail for any, or why neither is known. */
export type CastQuestion = { readonly condition: string } | { readonly value: string } | { readonly reason: string };

/**
 * What the new type of a column asks of its values. The live database knows types by the names and the labels that they had at the start, and
 * may have another one by the name of the new one.
 *
 * @param value the expression of the new value, without or with a cast to the new type
 */
export function castQuestion(column: RuledColumn, value: string, start: RowRules): CastQuestion {
  const { type, labels, isArray } = column;
  const length = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return { condition: `char_length(rtrim((${value})::text, ' ')) > ${length}` };
  if (labels !== null) {
    const [before, known] = [withoutCast(value), `ARRAY[${labels.map(escapeLiteral).join(", ")}]`];
    return {
      condition: isArray
        ? `EXISTS (SELECT FROM unnest((${before})::text[]) AS label WHERE label <> ALL (${known}))`
        : `(${before})::text <> ALL (${known})`,
    };
  }
  const name = knownType(column, start);
  if (name === undefined) return { reason: "its type is made by statements before it" };
  return { value: `(${value})::${name}` };
}

/** SQL of the type on the live database; `undefined`: it is not there yet. */
export function knownType({ type, typeOid }: RuledColumn, start: RowRules): string | undefined {
  const known = start.types.find((one) => one.oid === typeOid);
  return typeOid >= firstOidOfUsers ? known?.name : type;
}

const firstOidOfUsers = 16384;

/** `s::text::app.state` → `s::text` */
export function withoutCast(value: string): string {
  const name = '(?:"(?:[^"]|"")*"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
  return value.replace(new RegExp(`\\s*::\\s*(?:${name}\\.)?${name}(?:\\[\\])*\\s*$`, "u"), "");
}
