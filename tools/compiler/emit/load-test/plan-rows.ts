import type { Operation } from "../../model/operation";
import { listedAddressPath } from "./address-path";
import { type Family, operationWith } from "./family";
import { type KeyNeeds, needsOf, noNeeds, together } from "./key-needs";
import type { Body, Call, QueryPair, ReplyKey } from "./plan";
import { planBody } from "./plan-body";
import { planHeaders } from "./plan-headers";
import { fill } from "./plan-path";
import { planQuery } from "./plan-query";
import { createOf, keyNames, listOf, type Planning } from "./planning";
import { referencesIn } from "./references-in";
import { replyKey } from "./reply-key";
import { type JsonPath, listedPropertyPath, listPath } from "./response-shape";
import { reasonNotToCall } from "./sendable";
import { isMade, type Reference } from "./value";

/**
 * How rows of a collection are had before the measured part: listed, or created and given everything that the API lets a
 * client give them (a stock, a quota), so that whatever is done with them later can succeed.
 */
export interface RowSource {
  readonly family: Family;
  /** The collection that rows of this one are inside of. */
  readonly parent?: RowSource;
  readonly list?: RowList;
  readonly create?: RowCreation;
}

export interface RowList {
  readonly call: Call;
  readonly items: JsonPath;
  /** From the item on. */
  readonly key: JsonPath;
  /** Set: there stands the item's address, which ends in this and the key. */
  readonly collection?: string;
}

export interface RowCreation {
  readonly call: Call;
  readonly key: ReplyKey;
  /** Calls with the new row's key as the last key of the path. */
  readonly fill: readonly Call[];
  readonly remove?: Call;
  /** Rows of other collections that the body refers to. */
  readonly needs: readonly Reference[];
}

export class RowPlanner {
  private readonly known = new Map<string, RowSource | undefined>();
  private readonly busy = new Set<string>();
  private readonly needs = new Map<string, KeyNeeds>();

  constructor(private readonly planning: Planning) {}

  /** `undefined`: the API has no way to learn the key of a row. */
  sourceOf(key: string): RowSource | undefined {
    if (this.known.has(key)) return this.known.get(key);
    // A row that needs a row of its own kind first cannot be had.
    if (this.busy.has(key)) return undefined;
    this.busy.add(key);
    const family = this.planning.families.get(key);
    const source = family === undefined ? undefined : this.plan(family);
    this.busy.delete(key);
    this.known.set(key, source);
    return source;
  }

  canServe(reference: Reference): boolean {
    const source = this.sourceOf(reference.collection);
    return source !== undefined && (reference.mode === "shared" || source.create !== undefined);
  }

  /** What all that is sent for a row needs. */
  needsOf({ collection }: Pick<Reference, "collection">): KeyNeeds {
    const known = this.needs.get(collection);
    if (known !== undefined) return known;
    const needs = this.collectNeeds(collection);
    this.needs.set(collection, needs);
    return needs;
  }

  private collectNeeds(collection: string): KeyNeeds {
    const { service } = this.planning;
    const source = this.sourceOf(collection);
    if (source === undefined || !this.planning.hasKeys) return noNeeds;
    const { list, create, parent } = source;
    const calls = [list?.call, create?.call, ...(create?.fill ?? []), create?.remove];
    const others = [...(create?.needs ?? []), ...(parent === undefined ? [] : [{ collection: parent.family.key }])];
    return [
      ...calls.flatMap((call) => (call === undefined ? [] : [needsOf(call.operation, service)])),
      ...others.map((one) => this.needsOf(one)),
    ].reduce(together, noNeeds);
  }

  private reasonNotToCall(operation: Operation): string | undefined {
    return reasonNotToCall(operation, this.planning.service, this.planning.hasKeys);
  }

  private plan(family: Family): RowSource | undefined {
    const parent = family.parent === undefined ? undefined : this.sourceOf(family.parent);
    if (family.parent !== undefined && parent === undefined) return undefined;
    const list = this.planList(family);
    const create = this.planCreation(family);
    if (list === undefined && create === undefined) return undefined;
    return {
      family,
      ...(parent === undefined ? {} : { parent }),
      ...(list === undefined ? {} : { list }),
      ...(create === undefined ? {} : { create }),
    };
  }

  private planList(family: Family): RowSource["list"] {
    const operation = listOf(this.planning, family);
    if (operation === undefined || this.reasonNotToCall(operation) !== undefined) return undefined;
    const items = listPath(operation, this.planning.schemas);
    const call = this.call(operation, family, undefined);
    if (items === undefined || call === undefined) return undefined;
    const key = listedPropertyPath(operation, keyNames(this.planning, family, undefined), this.planning.schemas);
    if (key !== undefined) return { call, items, key };
    const last = family.segments.at(-1);
    if (last?.kind !== "literal") return undefined;
    const address = listedAddressPath(operation, last.text, this.planning.schemas);
    return address === undefined ? undefined : { call, items, key: address, collection: last.text };
  }

  private planCreation(family: Family): RowCreation | undefined {
    const operation = createOf(family);
    if (operation === undefined || this.reasonNotToCall(operation) !== undefined) return undefined;
    const key = replyKey(this.planning, operation, family);
    const body = planBody(this.planning, {
      operation,
      keys: [],
      purpose: "create",
      bindReference: (collection) => {
        const reference: Reference = { collection, mode: "shared" };
        return this.canServe(reference) ? reference : undefined;
      },
    });
    if (key === undefined || !isMade(body)) return undefined;
    const call = this.call(operation, family, body.made);
    if (call === undefined) return undefined;
    const remove = operationWith(family.onItem, "delete");
    const removal =
      remove === undefined || this.reasonNotToCall(remove) !== undefined
        ? undefined
        : this.call(remove, family, undefined);
    return {
      call,
      key,
      fill: this.planFilling(family),
      ...(removal === undefined ? {} : { remove: removal }),
      needs: uniqueReferences(body.made === undefined ? [] : referencesIn(body.made.value)),
    };
  }

  /** `PUT /products/{productId}/inventory` and the like: a part of the row that exists once. */
  private planFilling(family: Family): readonly Call[] {
    const inside = [...this.planning.families.values()].filter(
      (one) => one.parent === family.key && one.onItem.length === 0 && createOf(one) === undefined,
    );
    return inside.flatMap((one) => {
      const put = operationWith(one.onCollection, "put");
      if (put === undefined || this.reasonNotToCall(put) !== undefined) return [];
      const body = planBody(this.planning, {
        operation: put,
        keys: [],
        purpose: "most",
        bindReference: () => undefined,
      });
      const call = isMade(body) ? this.call(put, family, body.made) : undefined;
      return call === undefined ? [] : [call];
    });
  }

  private call(operation: Operation, family: Family, body: Body | undefined): Call | undefined {
    if (operation.path.segments.some((segment) => segment.kind === "parameters")) return undefined;
    const reference: Reference = { collection: family.key, mode: "shared" };
    const path = fill(operation, (index) => ({ kind: "row", reference, index }));
    const query = planQuery(this.planning, operation, { keyOf: () => undefined }, false);
    const headers = planHeaders(this.planning, operation);
    if (!isMade(query) || !isMade(headers)) return undefined;
    return {
      operation,
      path,
      query: query.made.query.map(settled),
      filters: [],
      headers: headers.made,
      references: [],
      needs: noNeeds,
      ...(body === undefined ? {} : { body }),
    };
  }
}

/** There is no iteration to pick by: the first choice it is. */
function settled(pair: QueryPair): QueryPair {
  const { value } = pair;
  if (value.kind !== "value" || value.value.kind !== "pick") return pair;
  return { name: pair.name, value: { kind: "value", value: { kind: "fixed", value: value.value.values[0] ?? null } } };
}

export function uniqueReferences(references: readonly Reference[]): readonly Reference[] {
  const byText = new Map(references.map((one) => [`${one.collection}\n${one.mode}`, one]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
