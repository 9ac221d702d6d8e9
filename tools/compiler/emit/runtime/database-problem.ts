import { badRequest, conflict, notFound, Problem, type ProblemDetail } from "./problem.js";

/** Column or constraint → where its values stand in the request, such as `email` → `body.email`. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What a value answers that breaks a rule of the data: a reference to nothing, a check, a missing value. */
export type Violation = 400 | 409 | 422;

interface DatabaseError {
  readonly code: string;
  readonly detail?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly where?: string;
}

export interface Explanation {
  /** Where the values of `$1`, `$2` and so on stand in the request; unset: as the fields are listed. */
  readonly parameters?: readonly string[];
  /** What a broken rule answers; unset: 400. */
  readonly violation?: Violation;
}

/** Turns what PostgreSQL refuses because of the request's values into a problem of the request; see its "Error Codes". */
export async function explainErrors<Result>(
  work: Promise<Result>,
  fields: Fields = {},
  { parameters = Object.values(fields).flat(), violation = 400 }: Explanation = {},
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw explain(error, fields, parameters, violation) ?? error;
  }
}

function explain(
  error: DatabaseError,
  fields: Fields,
  parameters: readonly string[],
  violation: Violation,
): Problem | undefined {
  const details = (message: string) => affected(error, fields).map((field): ProblemDetail => ({ field, message }));
  switch (error.code) {
    case "23505":
      return conflict("There is one with these values already.", details("is taken"));
    case "23503":
      return referenceProblem(details("does not exist"), violation);
    case "23001":
      return conflict("Something else still refers to it.");
    case "23502":
      return violated(violation, details("is required"));
    case "23514":
      return violated(violation, details("is not allowed"), "A value breaks a rule of the data.");
    case "23P01":
      return conflict("It overlaps with something that is there.", details("overlaps"));
    case "40001":
    case "40P01":
      return new Problem(503, "unavailable", "Others were changing the same; try again.", [], { "retry-after": "1" });
    default:
      return error.code.startsWith("22")
        ? badRequest(refusedValue(error, parameters), "A value is out of range, or not of the form that is needed.")
        : undefined;
  }
}

/** What is said of a value that PostgreSQL cannot take as what its parameter needs (class 22, "Data Exception"). */
const refusals: Readonly<Record<string, string>> = {
  "22003": "is out of range",
  "22008": "is out of range",
  "22021": "has a character that cannot be stored",
  "22P05": "has a character that cannot be stored",
};

/** PostgreSQL names the parameter whose value it could not read in its context: `unnamed portal parameter $2`. */
function refusedValue({ code, where = "" }: DatabaseError, parameters: readonly string[]): readonly ProblemDetail[] {
  const number = /^(?:unnamed portal|portal ".*") parameter \$(\d+)/m.exec(where)?.[1];
  const field = number === undefined ? undefined : parameters[Number(number) - 1];
  return field === undefined ? [] : [{ field, message: refusals[code] ?? "is not of the form that is needed" }];
}

/** A row that others refer to cannot go; one that refers to nothing cannot come. */
function referenceProblem(details: readonly ProblemDetail[], violation: Violation): Problem {
  if (details.length === 0) return conflict("Something else still refers to it.");
  return details.every(({ field }) => field.startsWith("path.")) ? notFound() : violated(violation, details);
}

function violated(status: Violation, details: readonly ProblemDetail[], message?: string): Problem {
  if (status === 400) return badRequest(details, message);
  if (status === 409) return conflict(message ?? "It does not fit to the data that is there.", details);
  return new Problem(422, "unprocessable_content", message ?? "The request does not fit to the data.", details);
}

/** PostgreSQL names the columns in its detail, `Key (email)=(…) already exists.`, and in the names that it gives to checks. */
function affected(error: DatabaseError, fields: Fields): string[] {
  const listed = /\(([^()]+)\)=\(/.exec(error.detail ?? "")?.[1]?.split(", ") ?? [];
  const columns = error.column === undefined ? listed : [error.column];
  if (columns.length === 0 && error.constraint !== undefined) {
    const { constraint } = error;
    const named = Object.keys(fields).filter((column) => constraint.endsWith(`_${column}_check`));
    columns.push(...(Object.hasOwn(fields, constraint) ? [constraint] : named));
  }
  return columns.flatMap((quoted) => {
    const column = quoted.replaceAll('"', "");
    return Object.hasOwn(fields, column) ? (fields[column] ?? []) : [];
  });
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code)
  );
}
