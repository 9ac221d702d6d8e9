// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 954a38ff4e31c8a7
/** Where schemas refer to themselves from several alternatives, the work on a small value can double with each of its levels. */
export class TooMuchWork extends Error {}

/** Far more than is read of each part of a value that nobody made to be slow. */
const readsPerPart = 200;

/**
 * The value, which counts what is read of it.
 *
 * @param freeReads how often it may be read beyond what its size allows. @throws TooMuchWork while it is read more often
 */
export function metered(value: unknown, freeReads: number): unknown {
  const known = new WeakMap<object, object>();
  let left = freeReads + readsPerPart * partsIn(value);
  const count = () => {
    left -= 1;
    if (left < 0) throw new TooMuchWork();
  };
  const handler: ProxyHandler<object> = {
    get(target, name) {
      count();
      return wrap(Reflect.get(target, name));
    },
    ownKeys(target) {
      count();
      return Reflect.ownKeys(target);
    },
    has(target, name) {
      count();
      return Reflect.has(target, name);
    },
  };
  const wrap = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null || !isJson(one)) return one;
    const proxy = known.get(one) ?? new Proxy(one, handler);
    known.set(one, proxy);
    return proxy;
  };
  return wrap(value);
}

function partsIn(value: unknown): number {
  if (typeof value !== "object" || value === null || !isJson(value)) return 1;
  let count = 1;
  for (const one of Object.values(value)) count += partsIn(one);
  return count;
}

/** Files and bytes have no parts that a schema speaks of. */
function isJson(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || prototype === Array.prototype;
}
