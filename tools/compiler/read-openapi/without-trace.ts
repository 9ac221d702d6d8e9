import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic";
import type { Service } from "../model/service";

/**
 * The service without its TRACE operations, of which frameworks serve none, and without resources that have no others. Each is told.
 */
export function withoutTrace(service: Service): {
  readonly service: Service;
  readonly diagnostics: readonly Diagnostic[];
} {
  const traces = service.resources.flatMap(({ operations }) => operations.filter(({ method }) => method === "trace"));
  if (traces.length === 0) return { service, diagnostics: [] };
  const resources = service.resources.flatMap((resource) => {
    const operations = resource.operations.filter(({ method }) => method !== "trace");
    return operations.length === 0 ? [] : [{ ...resource, operations }];
  });
  const diagnostics = traces.map(({ path, span }) =>
    diagnostic("emit/unsupported-method", span, { operation: `TRACE ${path.text}` }),
  );
  return { service: { ...service, resources }, diagnostics };
}
