import { byCodeUnit } from "./by-code-unit";
import type { Service } from "./service";

/** `granularity: operation`: each operation is a resource of its own, by its id. */
export function resourcePerOperation(service: Service): Service {
  const operations = service.resources.flatMap((resource) => resource.operations);
  const resources = operations.map((one) => ({ name: one.id, operations: [{ ...one, resource: one.id }] }));
  return { ...service, resources: resources.sort((a, b) => byCodeUnit(a.name, b.name)) };
}
