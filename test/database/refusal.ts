import { Refused } from "../../tools/report/refused";

/** Codes and texts of a refused promise; fails when it was not refused. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ readonly codes: readonly string[]; readonly text: string }> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw new Error(`was not refused: ${String(error)}`);
  return {
    codes: error.problems.map((one) => one.code),
    text: error.problems.map((one) => `${one.message} ${one.hint}`).join("\n"),
  };
}
