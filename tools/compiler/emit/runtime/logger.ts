import { type Logger, pino } from "pino";
import type { Configuration } from "./configuration.js";
import type { Log } from "./request-state.js";

/** The logger of a service. What could hold a credential is not written. */
export function createLogger({ logLevel }: Pick<Configuration, "logLevel">): Logger {
  return pino({ level: logLevel, redact: { paths: secrets, censor: "[redacted]" } });
}

/** Lines of one request carry its id. A child of the logger would do the same, but most requests write one line only. */
export function loggerOf(logger: Logger): (requestId: string) => Log {
  return (requestId) => {
    const line = (details: object) =>
      details instanceof Error ? { err: details, requestId } : { ...details, requestId };
    return {
      debug: (details, message) => logger.debug(line(details), message),
      info: (details, message) => logger.info(line(details), message),
      warn: (details, message) => logger.warn(line(details), message),
      error: (details, message) => logger.error(line(details), message),
    };
  };
}

const names = ["authorization", "cookie", "password", "token", "secret", "apiKey"];
/** As properties of what is logged, of objects in that, and of headers in those. */
const secrets = [
  ...["", "*.", "*.*."].flatMap((above) => names.map((name) => above + name)),
  ...["", "*", "*.*"].flatMap((above) => ["x-api-key", "set-cookie"].map((name) => `${above}["${name}"]`)),
];
