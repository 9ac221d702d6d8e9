import { findAtlas } from "../tools/atlas/find-atlas";

/** A first build belongs to no test's time: `npm test` has it done before the tests that use it. */
void findAtlas((line) => console.log(line)).then((found) => {
  console.log(
    found.kind === "found" ? `atlas: ${found.program.path}` : `${found.problem.message}\n${found.problem.hint}`,
  );
  process.exitCode = found.kind === "found" ? 0 : 1;
});
