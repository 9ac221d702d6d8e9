import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { beforeEach, expect, test, vi } from "vitest";
import routeFromSpec from "../../../generators/route-from-spec/generator";
import { withoutTables } from "./check-served";
import { wrongPaths } from "./find-escapes";
import { hostileDescription } from "./hostile-description";

beforeEach(() => {
  for (const method of ["info", "warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => {});
});

/** What `nx g route-from-spec` changes in a workspace; with `--dry-run` Nx prints the same and writes nothing. */
test.each([1, 2, 3, 4, 5, 6])("the generator changes files of the application only: seed %i", async (seed) => {
  const tree = createTreeWithEmptyWorkspace();
  const there = new Set(tree.listChanges().map(({ path }) => path));
  tree.write("specs/x/openapi.json", withoutTables(hostileDescription(seed).openapi));
  await routeFromSpec(tree, { spec: "x" });
  const changed = tree.listChanges().filter(({ path }) => !there.has(path));
  const paths = changed.map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((path) => !/^(apps\/x|specs\/x)\//.test(path))).toEqual([]);
  expect(wrongPaths(paths)).toEqual([]);

  const before = new Map(changed.map(({ path, content }) => [path, content?.toString()]));
  await routeFromSpec(tree, { spec: "x" });
  const after = tree.listChanges().filter(({ path }) => !there.has(path));
  expect(after.filter(({ path, content }) => before.get(path) !== content?.toString())).toEqual([]);
});
