// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 8f2e718452be4895
import { type Logger, pino } from "pino";
import type { Configuration } from "./configuration.js";
import type { Log } from "./request-state.js";

/** The logger of a service. What could hold a credential is not written. */
export function createLogger({ logLevel }: Pick<Configuration, "logLevel">): Logger {
  return pino({ level: logLevel, redact: { paths: secrets, censor: "[redacted]" } });
}

/** For lines that are made of harmless parts: to look for what must be censored costs ten times as much as to write one. */
export function plainLogger(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}

/** Lines of one request carry its id. A child of the logger would do the same, but most requests write one line only. */
export function loggerOf(logger: Logger): (requestId: string) => Log {
  return (requestId) => new RequestLog(logger, requestId);
}

class RequestLog implements Log {
  constructor(
    private readonly logger: Logger,
    private readonly requestId: string,
  ) {}

  debug(details: object, message: string): void {
    this.logger.debug(this.withId(details), message);
  }

  info(details: object, message: string): void {
    this.logger.info(this.withId(details), message);
  }

  warn(details: object, message: string): void {
    this.logger.warn(this.withId(details), message);
  }

  error(details: object, message: string): void {
    this.logger.error(this.withId(details), message);
  }

  private withId(details: object): object {
    const own = details instanceof Error ? { err: details } : details;
    return { ...own, requestId: this.requestId };
  }
}

const names = ["authorization", "cookie", "password", "token", "secret", "apiKey"];
/** As properties of what is logged, of objects in that, and of headers in those. */
const secrets = [
  ...["", "*.", "*.*."].flatMap((above) => names.map((name) => above + name)),
  ...["", "*", "*.*"].flatMap((above) => ["x-api-key", "set-cookie"].map((name) => `${above}["${name}"]`)),
];
