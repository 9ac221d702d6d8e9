// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 222a2a940250fc00
import { SpanStatusCode, trace } from "@opentelemetry/api";
import type { Outgoing } from "./outgoing.js";

/** Does nothing until the process sets up an SDK of OpenTelemetry. */
const tracer = trace.getTracer("specline");

/** Runs an operation in a span that is named after it, with the attributes of OpenTelemetry's conventions for HTTP. */
export function inSpan(
  operation: string,
  { method, path }: { readonly method: string; readonly path: string },
  work: () => Promise<Outgoing | undefined>,
): Promise<Outgoing | undefined> {
  const attributes = { "http.request.method": method, "http.route": path };
  return tracer.startActiveSpan(operation, { attributes }, async (span) => {
    try {
      const outgoing = await work();
      if (outgoing !== undefined) span.setAttribute("http.response.status_code", outgoing.status);
      if (outgoing !== undefined && outgoing.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      return outgoing;
    } finally {
      span.end();
    }
  });
}
