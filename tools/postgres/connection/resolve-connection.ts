import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { describeUrl } from "./database-url";

export type Connection =
  | { readonly kind: "url"; readonly url: string; readonly shown: string; readonly source: string }
  | { readonly kind: "embedded" };

export interface ConnectionRequest {
  /** `--connection`: a URL without password, or `env:NAME`. */
  readonly connection?: string | undefined;
  /** Name of the option that gave it, when it is another one. */
  readonly option?: string | undefined;
  /** `--embedded`: the embedded database is meant, whatever the environment says. */
  readonly isEmbedded?: boolean | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name of a command that changes the database: with CI set, it must not take the embedded one by accident. */
  readonly changingCommand?: string | undefined;
}

/** `--connection`, then `DATABASE_URL`, then the embedded PostgreSQL. Throws `Refused` before anything is opened. */
export function resolveConnection(request: ConnectionRequest): Connection {
  const { connection, environment } = request;
  if (connection !== undefined && connection !== "")
    return fromOption(connection, environment, request.option ?? "--connection");
  if (request.isEmbedded) return { kind: "embedded" };
  const url = environment.DATABASE_URL;
  if (url !== undefined && url !== "") return fromUrl(url, "DATABASE_URL");
  if (isSet(environment.CI) && request.changingCommand !== undefined) {
    throw new Refused([problem("database/embedded-in-ci", { command: request.changingCommand })]);
  }
  return { kind: "embedded" };
}

function fromOption(option: string, environment: ConnectionRequest["environment"], by: string): Connection {
  if (option.startsWith("env:")) {
    const name = option.slice(4);
    const url = environment[name];
    if (url === undefined || url === "")
      throw new Refused([problem("database/connection-variable-unset", { option: by, name })]);
    return fromUrl(url, `env:${name}`);
  }
  const connection = fromUrl(option, by);
  const { password, searchParams } = new URL(option);
  if (password !== "" || searchParams.has("password"))
    throw new Refused([problem("database/password-in-option", { option: by })]);
  return connection;
}

function fromUrl(url: string, source: string): Connection {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Refused([problem("database/connection-invalid", { source })]);
  }
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:") {
    throw new Refused([problem("database/connection-invalid", { source })]);
  }
  return { kind: "url", url, shown: describeUrl(url), source };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}
