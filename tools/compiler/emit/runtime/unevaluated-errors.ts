import type { TLocalizedValidationError } from "typebox/error";

/**
 * Without what only follows from other errors: a branch that fails says nothing about its properties, so `unevaluatedProperties`
 * calls all of them not allowed, the right ones too. What is not allowed for itself is told when the branch is right.
 */
export function withoutUnevaluated(errors: readonly TLocalizedValidationError[]): TLocalizedValidationError[] {
  return errors.flatMap((error): TLocalizedValidationError[] => {
    if (error.keyword !== "unevaluatedProperties" && error.keyword !== "unevaluatedItems") return [error];
    const { schemaPath, instancePath } = error;
    const others = errors.filter((one) => one !== error && `${one.instancePath}/`.startsWith(`${instancePath}/`));
    if (others.some((one) => isInBranch(one.schemaPath, schemaPath))) return [];
    const hasFault = (name: PropertyKey) => {
      const place = `${instancePath}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return others.some((one) => one.instancePath === place || one.instancePath.startsWith(`${place}/`));
    };
    if (error.keyword === "unevaluatedItems") return [error];
    const names = error.params.unevaluatedProperties.filter((name) => !hasFault(name));
    return names.length === 0 ? [] : [{ ...error, params: { unevaluatedProperties: names } }];
  });
}

/** Keywords whose schemas judge the same value as the one that they stand in. */
const branches = /^\/(allOf|anyOf|oneOf|\$ref|if|then|else|dependentSchemas)(\/|$)/;

function isInBranch(path: string, above: string): boolean {
  return path.startsWith(`${above}/`) && branches.test(path.slice(above.length));
}
