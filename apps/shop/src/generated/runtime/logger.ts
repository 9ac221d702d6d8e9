// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 7a7da877a27db9cb
import { type Logger, pino } from "pino";
import type { Configuration } from "./configuration.js";
import type { Log } from "./request-state.js";

/** The logger of a service. What could hold a credential is not written. */
export function createLogger({ logLevel }: Pick<Configuration, "logLevel">): Logger {
  return pino({ level: logLevel, redact: { paths: secrets, censor: "[redacted]" } });
}

/** Lines of one request carry its id. */
export function loggerOf(logger: Logger): (requestId: string) => Log {
  return (requestId) => logger.child({ requestId });
}

const names = ["authorization", "cookie", "password", "token", "secret", "apiKey"];
/** As properties of what is logged, of objects in that, and of headers in those. */
const secrets = [
  ...["", "*.", "*.*."].flatMap((above) => names.map((name) => above + name)),
  ...["", "*", "*.*"].flatMap((above) => ["x-api-key", "set-cookie"].map((name) => `${above}["${name}"]`)),
];
