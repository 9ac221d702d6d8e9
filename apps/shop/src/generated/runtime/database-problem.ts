// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 66197aa8d1089ade
import { badRequest, conflict, notFound, Problem, type ProblemDetail } from "./problem.js";

/** Column → where its value stands in the request, such as `email` → `body.email`. */
export type Fields = Readonly<Record<string, string>>;

interface DatabaseError {
  readonly code: string;
  readonly detail?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly where?: string;
}

/**
 * Turns what PostgreSQL refuses because of the request's values into a problem of the request; see its "Error Codes".
 *
 * @param parameters where the values of `$1`, `$2` and so on stand in the request
 */
export async function explainErrors<Result>(
  work: Promise<Result>,
  fields: Fields = {},
  parameters: readonly string[] = Object.values(fields),
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw explain(error, fields, parameters) ?? error;
  }
}

function explain(error: DatabaseError, fields: Fields, parameters: readonly string[]): Problem | undefined {
  const details = (message: string) => affected(error, fields).map((field): ProblemDetail => ({ field, message }));
  switch (error.code) {
    case "23505":
      return conflict("There is one with these values already.", details("is taken"));
    case "23503":
      return referenceProblem(details("does not exist"));
    case "23001":
      return conflict("Something else still refers to it.");
    case "23502":
      return badRequest(details("is required"));
    case "23514":
      return badRequest(details("is not allowed"), "A value breaks a rule of the data.");
    case "23P01":
      return conflict("It overlaps with something that is there.");
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
function referenceProblem(details: readonly ProblemDetail[]): Problem {
  if (details.length === 0) return conflict("Something else still refers to it.");
  return details.every(({ field }) => field.startsWith("path.")) ? notFound() : badRequest(details);
}

/** PostgreSQL names the columns in its detail, `Key (email)=(…) already exists.`, and in the names that it gives to checks. */
function affected(error: DatabaseError, fields: Fields): string[] {
  const listed = /\(([^()]+)\)=\(/.exec(error.detail ?? "")?.[1]?.split(", ") ?? [];
  const columns = error.column === undefined ? listed : [error.column];
  if (columns.length === 0 && error.constraint !== undefined) {
    const { constraint } = error;
    columns.push(...Object.keys(fields).filter((column) => constraint.endsWith(`_${column}_check`)));
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
