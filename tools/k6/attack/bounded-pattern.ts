import { createContext, Script } from "node:vm";

/** A pattern that is matched for longer than this is given up. */
const limitMs = 100;
/** After so many texts of a pattern that were given up, further ones are not tried. */
const mostGivenUp = 3;
/** So short a text is matched by any pattern at once. */
const shortText = 16;

/** Matching took too long, so that nothing is known. */
export class PatternTooSlow extends Error {
  constructor(readonly pattern: string) {
    super(`the pattern ${pattern} takes longer than ${limitMs} ms`);
  }
}

const script = new Script("expression.test(text)");

/**
 * A regular expression that throws instead of running for ever: where one repeats a group, the time may double with each character of
 * a text (catastrophic backtracking).
 *
 * @throws PatternTooSlow by `test`
 */
export function boundedPattern(pattern: string, flags: string): { test(text: string): boolean } {
  const expression = new RegExp(pattern, flags);
  if (!/\)[*+{]/.test(pattern)) return expression;
  const context = createContext({ expression, text: "" });
  let givenUp = 0;
  return {
    test(text) {
      if (text.length <= shortText) return expression.test(text);
      if (givenUp >= mostGivenUp) throw new PatternTooSlow(pattern);
      context.text = text;
      try {
        return script.runInContext(context, { timeout: limitMs }) as boolean;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
        givenUp++;
        throw new PatternTooSlow(pattern);
      }
    },
  };
}
