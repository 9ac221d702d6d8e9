import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";

/**
 * A function that the plan makes again comes before the statement that calls it.
 *
 * @param statement PostgreSQL refused it
 * @param reason in its words, such as `function public.f() does not exist`
 * @returns `undefined`: no later action makes that function
 */
export function withFunctionFirst(
  actions: readonly EngineAction[],
  statement: string,
  reason: string,
): readonly EngineAction[] | undefined {
  const name = /^function (.+)\(.*\) does not exist$/.exec(unquoted(reason))?.[1];
  const called = actions.findIndex(({ sql }) => unquoted(sql) === unquoted(statement));
  if (name === undefined || called === -1) return undefined;
  const isMaking = ({ sql }: EngineAction, index: number) =>
    index > called && makes.exec(unquoted(sql).slice(0, 400))?.[1] === name;
  const made = actions.filter(isMaking);
  if (made.length === 0) return undefined;
  const rest = actions.filter((one) => !made.includes(one));
  return [...rest.slice(0, called), ...made, ...rest.slice(called)];
}

const makes = /^CREATE (?:OR REPLACE )?FUNCTION ([^(]+?) ?\(/i;
