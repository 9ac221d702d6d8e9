import { findK6 } from "../tools/k6/find-k6";

/** A first build takes minutes and belongs to no test's time: `npm test` has it done before the tests that use it. */
void findK6((line) => console.log(line)).then((found) => {
  console.log(found.kind === "found" ? `k6: ${found.k6.path}` : `${found.problem.message}\n${found.problem.hint}`);
  process.exitCode = found.kind === "found" ? 0 : 1;
});
