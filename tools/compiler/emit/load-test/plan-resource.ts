import type { Method, Operation } from "../../model/operation";
import type { Resource } from "../../model/service";
import { type Family, operationWith } from "./family";
import { bodyNameFor, freeName, keyNameFor } from "./flow-names";
import { itemsOf } from "./items-of";
import type { Call, Capture, ResourcePlan, Skipped, Step } from "./plan";
import { planCall } from "./plan-call";
import { cursorParameter } from "./plan-query";
import { type RowPlanner, uniqueReferences } from "./plan-rows";
import { createOf, keyNames, listOf, type Planning } from "./planning";
import { replyKey } from "./reply-key";
import { nextPagePath, plainName } from "./response-shape";
import { keysAround, type Scope } from "./scope";
import { isReading } from "./sendable";
import { isMade, type Made, type Reference } from "./value";

/**
 * The flow of one resource: each collection is listed, a row is created, read, replaced, changed and deleted, and what is
 * inside of it in between. Only rows that the run made are changed or deleted.
 */
export function planResource(planning: Planning, rows: RowPlanner, resource: Resource): ResourcePlan {
  return new ResourcePlanner(planning, rows, resource).plan();
}

const itemOrder: readonly Method[] = ["get", "head", "options", "put", "patch", "post"];

class ResourcePlanner {
  private readonly skipped = new Map<Operation, string>();
  private readonly called = new Set<Operation>();
  private readonly references: Reference[] = [];
  private readonly built = new Set<string>();
  private readonly names = new Set<string>();
  private readonly own: ReadonlySet<Operation>;

  constructor(
    private readonly planning: Planning,
    private readonly rows: RowPlanner,
    resource: Resource,
  ) {
    this.own = new Set(resource.operations);
  }

  plan(): ResourcePlan {
    const families = [...this.planning.families.values()].filter((family) => this.ownOf(family).length > 0);
    // Rows that are made below others are called there first.
    const made = new Set(
      families.flatMap((one) => {
        const items = itemsOf(this.planning, one);
        return items === one ? [] : [items];
      }),
    );
    const steps = [...families]
      .sort(
        (a, b) =>
          Number(made.has(a)) - Number(made.has(b)) ||
          a.segments.length - b.segments.length ||
          (a.key < b.key ? -1 : 1),
      )
      .flatMap((family) => (this.built.has(family.key) ? [] : this.planFamily(family, { keys: new Map() })));
    const skipped: Skipped[] = [...this.own]
      .filter((operation) => !this.called.has(operation))
      .map((operation) => ({ operation: operation.id, reason: this.skipped.get(operation) ?? "nothing leads to it" }));
    return {
      steps,
      operations: [...this.own].filter((operation) => this.called.has(operation)),
      skipped,
      references: uniqueReferences(this.references),
    };
  }

  private planFamily(family: Family, scope: Scope): readonly Step[] {
    this.built.add(family.key);
    const list = this.ifOwn(listOf(this.planning, family));
    const create = this.ifOwn(createOf(family));
    const others = this.ownOf(family).filter(
      (one) => family.onCollection.includes(one) && one !== list && one !== create,
    );
    const steps = [
      ...(list === undefined ? [] : this.listSteps(list, family, scope, false)),
      ...(create === undefined ? [] : this.createSteps(create, family, scope)),
      ...inOrder(others, ["put", "post", "get", "head", "options", "patch", "delete"]).flatMap((one) =>
        this.callSteps(one, family.parent, scope),
      ),
    ];
    // Left over where no row of ours could be made in the flow.
    const items = family.onItem.filter((one) => this.own.has(one) && !this.called.has(one));
    return [
      ...steps,
      ...inOrder(items, [...itemOrder, "delete"]).flatMap((one) => this.callSteps(one, family.key, scope)),
    ];
  }

  private createSteps(operation: Operation, family: Family, scope: Scope): readonly Step[] {
    const bodyName = freeName(bodyNameFor(family), this.names);
    const call = this.call(operation, family.parent, scope, false);
    if (call === undefined) return [];
    const items = itemsOf(this.planning, family);
    const capture = this.capture(operation, items, call);
    const sent = call.body?.encoding === "json" ? { sent: { name: bodyName, value: call.body.value } } : {};
    const inner =
      capture === undefined
        ? []
        : this.insideSteps(items, {
            keys: new Map([
              ...scope.keys,
              ...keysAround(this.planning, family, call.path),
              [items.key, { kind: "variable", name: capture.variable }],
            ]),
            ...sent,
          });
    return [{ kind: "create", call, bodyName, ...(capture === undefined ? {} : { capture }), inner }];
  }

  private insideSteps(family: Family, scope: Scope): readonly Step[] {
    const item = (method: Method) => {
      const operation = this.ifOwn(operationWith(family.onItem, method));
      return operation === undefined ? [] : this.callSteps(operation, family.key, scope);
    };
    const list = this.ifOwn(listOf(this.planning, family));
    const children = [...this.planning.families.values()].filter(
      (one) => one.parent === family.key && this.ownOf(one).length > 0 && !this.built.has(one.key),
    );
    return [
      ...itemOrder.flatMap(item),
      ...(list === undefined ? [] : this.listSteps(list, family, scope, true)),
      ...children.flatMap((child) => this.planFamily(child, scope)),
      ...item("delete"),
    ];
  }

  private capture(operation: Operation, family: Family, call: Call): Capture | undefined {
    if (family.onItem.length === 0 && ![...this.planning.families.values()].some((one) => one.parent === family.key))
      return undefined;
    const replied = replyKey(this.planning, operation, family);
    if (replied !== undefined) return { variable: freeName(keyNameFor(family), this.names), from: replied };
    const names = keyNames(this.planning, family, family.itemParameter);
    const sent = call.body?.encoding === "json" && call.body.value.kind === "object" ? call.body.value.properties : [];
    const property = names.flatMap((name) => sent.filter((one) => plainName(one.name) === plainName(name)))[0]?.name;
    if (property === undefined) return undefined;
    return { variable: freeName(keyNameFor(family), this.names), from: { kind: "sent", property } };
  }

  /** Inside of a row a list is called once more, for what it filters by. */
  private listSteps(operation: Operation, family: Family, scope: Scope, isInside: boolean): readonly Step[] {
    const made = this.made(operation, family.parent, scope, isInside);
    if (isInside && (!isMade(made) || made.made.filters.length === 0)) return [];
    const call = this.settle(operation, made);
    if (call === undefined) return [];
    const parameter = cursorParameter(operation);
    const path = nextPagePath(operation, this.planning.schemas);
    const hasPages = !isInside && parameter !== undefined && path !== undefined;
    return [{ kind: "list", call, ...(hasPages ? { nextPage: { parameter, path } } : {}) }];
  }

  private callSteps(operation: Operation, collection: string | undefined, scope: Scope): readonly Step[] {
    if (!isReading(operation) && !this.isOnOwnRow(operation, collection, scope)) {
      this.skipped.set(operation, "it would change or delete rows that the load test did not make");
      return [];
    }
    const call = this.call(operation, collection, scope, false);
    return call === undefined ? [] : [{ kind: "call", call }];
  }

  /** A POST outside of any row makes something new; everything else must be below a row of ours. */
  private isOnOwnRow(operation: Operation, collection: string | undefined, scope: Scope): boolean {
    if (collection === undefined) return operation.method === "post";
    return scope.keys.has(collection) || this.rows.canServe({ collection, mode: "own" });
  }

  private call(
    operation: Operation,
    collection: string | undefined,
    scope: Scope,
    wantsFilters: boolean,
  ): Call | undefined {
    return this.settle(operation, this.made(operation, collection, scope, wantsFilters));
  }

  private made(operation: Operation, collection: string | undefined, scope: Scope, wantsFilters: boolean): Made<Call> {
    const needsOwn = collection !== undefined && this.changesBelow(collection);
    const mode = needsOwn && this.rows.canServe({ collection, mode: "own" }) ? "own" : "shared";
    const purpose = operation.method === "patch" ? "patch" : operation.method === "post" ? "create" : "replace";
    return planCall(this.planning, this.rows, { operation, collection, mode, scope, purpose, wantsFilters });
  }

  private settle(operation: Operation, made: Made<Call>): Call | undefined {
    if (!isMade(made)) {
      this.skipped.set(operation, made.reason);
      return undefined;
    }
    this.called.add(operation);
    this.references.push(...made.made.references);
    return made.made;
  }

  /** Whether operations of this resource change a row of the collection, or something inside of one. */
  private changesBelow(collection: string): boolean {
    const family = this.planning.families.get(collection);
    const inside = [...this.planning.families.values()].filter((one) => one.parent === collection);
    return [...(family?.onItem ?? []), ...inside.flatMap((one) => [...one.onCollection, ...one.onItem])].some(
      (operation) => this.own.has(operation) && !isReading(operation),
    );
  }

  private ownOf(family: Family): readonly Operation[] {
    return [...family.onCollection, ...family.onItem].filter((operation) => this.own.has(operation));
  }

  private ifOwn(operation: Operation | undefined): Operation | undefined {
    return operation !== undefined && this.own.has(operation) ? operation : undefined;
  }
}

function inOrder(operations: readonly Operation[], order: readonly Method[]): readonly Operation[] {
  return [...operations].sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
}
