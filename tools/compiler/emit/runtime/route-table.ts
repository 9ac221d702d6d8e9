import { normalPath } from "./address.js";
import { compareTemplates, overlap, type PathTemplate, readTemplate, templatePattern } from "./path-template.js";
import { methodNotAllowed, notFound, type Problem } from "./problem.js";
import type { AnyRoute, Method } from "./route.js";

/** A path with all that may be done there. */
export interface Place {
  readonly path: string;
  readonly template: PathTemplate;
  readonly methods: ReadonlySet<string>;
  /** For the header of that name. */
  readonly allow: string;
}

/** A method that a path refuses, though a less special path that fits the same requests has it. */
export interface Refusal {
  readonly method: Method;
  readonly path: string;
  readonly allow: string;
}

export interface RouteTable<Context> {
  readonly places: readonly Place[];
  /** The more special ones first, so that `/pets/mine` is never taken for `/pets/{petId}`; HEAD before GET. */
  readonly routes: readonly (AnyRoute<Context> | Refusal)[];
  /** Of a request that no route has taken: 405 where its path has other methods, else 404. */
  refuse(url: string): Problem;
}

/** @param prefix stands before every path */
export function routeTable<Context>(routes: readonly AnyRoute<Context>[], prefix = ""): RouteTable<Context> {
  const places = placesOf(routes);
  const order = new Map(places.map(({ path }, index) => [shapeOf(path), index]));
  const all = [...routes, ...refusals(places)];
  let patterns: readonly { readonly pattern: RegExp; readonly place: Place }[] | undefined;
  return {
    places,
    routes: all.sort(
      (a, b) => (order.get(shapeOf(a.path)) ?? 0) - (order.get(shapeOf(b.path)) ?? 0) || methodRank(a) - methodRank(b),
    ),
    refuse(url) {
      const path = normalPath(url.split("?", 1)[0] ?? "") ?? "";
      patterns ??= places.map((place) => ({ pattern: templatePattern(place.template), place }));
      const inside = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
      const found = inside === undefined ? undefined : patterns.find(({ pattern }) => pattern.test(inside));
      return found === undefined ? notFound("There is nothing at this address.") : methodNotAllowed(found.place.allow);
    },
  };
}

export function isRefusal<Context>(route: AnyRoute<Context> | Refusal): route is Refusal {
  return "allow" in route;
}

function methodRank({ method }: { readonly method: Method }): number {
  return method === "HEAD" ? 0 : 1;
}

/** Templates that differ in the names of their parameters only are one place: each method may have names of its own. */
function shapeOf(path: string): string {
  return path.replace(/\{[^{}]+\}/g, "{}");
}

function placesOf<Context>(routes: readonly AnyRoute<Context>[]): readonly Place[] {
  const found = new Map<string, { readonly path: string; readonly methods: Set<string> }>();
  for (const { path, method } of routes) {
    const known = found.get(shapeOf(path)) ?? { path, methods: new Set() };
    found.set(shapeOf(path), known);
    known.methods.add(method);
    if (method === "GET") known.methods.add("HEAD");
  }
  return [...found.values()]
    .map(
      ({ path, methods: all }): Place => ({
        path,
        template: readTemplate(path),
        methods: all,
        allow: [...all].sort().join(", "),
      }),
    )
    .sort((a, b) => compareTemplates(a.template, b.template));
}

/**
 * "When matching URLs, concrete (non-templated) paths would be matched before their templated counterparts" (OpenAPI 3.1, Paths
 * Object): the concrete path answers for its methods, and says of others that it does not have them.
 */
function refusals(places: readonly Place[]): readonly Refusal[] {
  return places.flatMap((place, index) => {
    const others = places.slice(index + 1).filter(({ template }) => overlap(place.template, template));
    const missing = new Set(others.flatMap(({ methods }) => [...methods].filter((one) => !place.methods.has(one))));
    // A router that has GET answers HEAD by it.
    if (missing.has("GET")) missing.delete("HEAD");
    return [...missing].map((method) => ({ method: method as Method, path: place.path, allow: place.allow }));
  });
}
