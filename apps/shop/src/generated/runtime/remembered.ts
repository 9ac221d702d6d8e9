// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: f5b24c926460c953
/** The same answer for the same object, which is asked for once and forgotten with it. */
export function remembered<Given extends object, Answer>(answer: (given: Given) => Answer): (given: Given) => Answer {
  const answers = new WeakMap<Given, { readonly is: Answer }>();
  return (given) => {
    const known = answers.get(given) ?? { is: answer(given) };
    answers.set(given, known);
    return known.is;
  };
}
