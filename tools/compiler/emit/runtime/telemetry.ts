import { context, isSpanContextValid, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Outgoing } from "./outgoing.js";

/** Does nothing until the process sets up an SDK of OpenTelemetry. */
const tracer = trace.getTracer("specline");

/** Runs an operation in a span that is named after it, with the attributes of OpenTelemetry's conventions for HTTP. */
export function inSpan(
  { method, path }: { readonly method: string; readonly path: string },
  work: () => Promise<Outgoing | undefined>,
): Promise<Outgoing | undefined> {
  const attributes = { "http.request.method": method, "http.route": path };
  const span = tracer.startSpan(`${method} ${path}`, { attributes });
  // Without an SDK there is nothing to hand on: the work is done as if there were no span.
  if (!isSpanContextValid(span.spanContext())) return work();
  return context.with(trace.setSpan(context.active(), span), () => untilAnswered(span, work));
}

async function untilAnswered(span: Span, work: () => Promise<Outgoing | undefined>): Promise<Outgoing | undefined> {
  try {
    const outgoing = await work();
    if (outgoing !== undefined) span.setAttribute("http.response.status_code", outgoing.status);
    if (outgoing !== undefined && outgoing.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    return outgoing;
  } finally {
    span.end();
  }
}
