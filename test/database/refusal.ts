import { Refused } from "../../tools/report/refused";
import { expectFilled } from "../diagnostics/expect-filled";

/** Codes and texts of a refused promise; fails when it was not refused, or with a text that is not filled. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ readonly codes: readonly string[]; readonly text: string }> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw new Error(`was not refused: ${String(error)}`);
  for (const one of error.problems) expectFilled(one);
  return {
    codes: error.problems.map((one) => one.code),
    text: error.problems.map((one) => `${one.message} ${one.hint}`).join("\n"),
  };
}
