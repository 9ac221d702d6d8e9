import { expect, test } from "vitest";
import { envelope } from "./error-form.js";
import { Problem } from "./problem.js";
import { replies } from "./replies.js";

const problem = new Problem(400, "bad_request", "<b>\"&'");

test.each([
  [["text/html"], "text/html; charset=utf-8", "&lt;b&gt;&quot;&amp;&#39;"],
  [["text/html; charset=utf-8"], "text/html; charset=utf-8", "&lt;b&gt;&quot;&amp;&#39;"],
  [["text/csv", "text/plain"], "text/plain; charset=utf-8", problem.message],
  [["text/html", "application/json"], "application/json; charset=utf-8", JSON.stringify(envelope.render(problem, "r"))],
  [["image/png"], "application/json; charset=utf-8", JSON.stringify(envelope.render(problem, "r"))],
])("a problem where %j is described", (types, type, body) => {
  const { writeProblem } = replies([{ status: [400], content: types.map((one) => ({ type: one })) }], []);
  expect(writeProblem(problem, "r", envelope)).toEqual({ status: 400, headers: { "content-type": type }, body });
});
