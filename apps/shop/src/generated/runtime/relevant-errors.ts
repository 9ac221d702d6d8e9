// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 58211f8ffebf4f76
import type { TLocalizedValidationError } from "typebox/error";

type Choice = Extract<TLocalizedValidationError, { readonly keyword: "anyOf" | "oneOf" }>;

/**
 * The errors that help a client. Of a choice those are the errors of the alternative that was meant: the only one whose type
 * and tag fit; else the tag, if all alternatives ask for one; else just that none fits.
 */
export function relevantErrors(errors: readonly TLocalizedValidationError[]): TLocalizedValidationError[] {
  const choices = errors.filter(isChoice);
  const outermost = choices.filter((one) => !choices.some((other) => isBelow(one, other)));
  return withoutEchoes(errors).flatMap((error) => {
    if (isChoice(error) && outermost.includes(error)) return meantBy(error, errors);
    return outermost.some((choice) => isBelow(error, choice)) ? [] : [error];
  });
}

function isChoice(error: TLocalizedValidationError): error is Choice {
  return error.keyword === "anyOf" || error.keyword === "oneOf";
}

function isBelow(error: TLocalizedValidationError, choice: Choice): boolean {
  return (
    error.schemaPath.startsWith(`${choice.schemaPath}/${choice.keyword}/`) &&
    `${error.instancePath}/`.startsWith(`${choice.instancePath}/`)
  );
}

function meantBy(choice: Choice, errors: readonly TLocalizedValidationError[]): TLocalizedValidationError[] {
  const alternatives = new Map<string, TLocalizedValidationError[]>();
  const start = `${choice.schemaPath}/${choice.keyword}/`.length;
  for (const error of errors) {
    if (!isBelow(error, choice)) continue;
    const index = error.schemaPath.slice(start).split("/", 1)[0] ?? "";
    alternatives.set(index, [...(alternatives.get(index) ?? []), error]);
  }
  const all = [...alternatives.values()].map(relevantErrors);
  const fitting = all.filter((own) => !own.some((error) => isOfAnother(error, choice)));
  const [meant, ...others] = fitting;
  if (meant !== undefined && others.length === 0) return meant;
  // What is of another type altogether, such as null, has no tag.
  const ofType = all.filter((own) => !own.some((error) => isOfType(error, choice)));
  return tagsOf([fitting, ofType, all].find((some) => some.length > 0) ?? []) ?? [choice];
}

/** Whether the error says that another alternative was meant: the type is wrong, or a property that may be a tag. */
function isOfAnother(error: TLocalizedValidationError, { instancePath }: Choice): boolean {
  const isTag = error.keyword === "const" || error.keyword === "enum";
  if (error.instancePath === instancePath) return isTag || error.keyword === "type" || error.keyword === "boolean";
  return isTag && error.instancePath.lastIndexOf("/") === instancePath.length;
}

function isOfType({ keyword, instancePath }: TLocalizedValidationError, choice: Choice): boolean {
  return keyword === "type" && instancePath === choice.instancePath;
}

/** One error for what every alternative wants in one place: a property, or one of its values. */
function tagsOf(
  alternatives: readonly (readonly TLocalizedValidationError[])[],
): TLocalizedValidationError[] | undefined {
  const [first, ...others] = alternatives;
  for (const error of first ?? []) {
    const same = others.map((own) => own.find((one) => isSimilar(one, error)));
    if (same.includes(undefined)) continue;
    const found = [error, ...same.filter((one) => one !== undefined)];
    if (error.keyword === "required") {
      const names = error.params.requiredProperties.filter((name) =>
        found.every((one) => one.keyword === "required" && one.params.requiredProperties.includes(name)),
      );
      if (names.length > 0) return [{ ...error, params: { requiredProperties: names } }];
    } else {
      const allowedValues = [...new Set(found.flatMap(valuesOf))];
      return [{ ...error, keyword: "enum", params: { allowedValues } }];
    }
  }
  return undefined;
}

function isSimilar(one: TLocalizedValidationError, other: TLocalizedValidationError): boolean {
  if (one.instancePath !== other.instancePath) return false;
  if (one.keyword === "required" || other.keyword === "required") return one.keyword === other.keyword;
  return valuesOf(one).length > 0 && valuesOf(other).length > 0;
}

function valuesOf(error: TLocalizedValidationError): readonly unknown[] {
  if (error.keyword === "enum") return error.params.allowedValues;
  return error.keyword === "const" ? [error.params.allowedValue] : [];
}

/** Errors that only repeat others: about the names of properties one by one, and that a property has no schema or a wrong value. */
function withoutEchoes(errors: readonly TLocalizedValidationError[]): TLocalizedValidationError[] {
  return errors.filter((error) => {
    const { schemaPath, instancePath } = error;
    const parts = (keyword: string) =>
      errors.filter(
        (one) =>
          one.schemaPath.startsWith(`${schemaPath}/${keyword}`) && one.instancePath.startsWith(`${instancePath}/`),
      );
    // Of another property that has a schema, what is wrong with it is told by itself.
    if (error.keyword === "additionalProperties") {
      return parts("additionalProperties").every(
        (one) => isNever(one) && one.schemaPath === `${schemaPath}/additionalProperties`,
      );
    }
    // That a branch fails is said by what is wrong with it.
    if (error.keyword === "if") return !errors.some((one) => one.schemaPath.startsWith(`${schemaPath}/else`));
    return !errors.some(
      (other) =>
        (other.keyword === "propertyNames" && schemaPath.startsWith(`${other.schemaPath}/propertyNames`)) ||
        (isNever(error) &&
          other.keyword === "additionalProperties" &&
          schemaPath === `${other.schemaPath}/additionalProperties`),
    );
  });
}

/** The schema `false`, which TypeBox writes as `{ not: {} }`. */
function isNever({ keyword }: TLocalizedValidationError): boolean {
  return keyword === "boolean" || keyword === "not";
}
