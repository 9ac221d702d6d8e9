import type { Service } from "../../model/service";
import { allocate } from "./allocate";
import { reservedFiles, reservedTypes, reservedValues } from "./reserved";
import { camelCase, kebabCase, pascalCase } from "./words";

/** Identifiers and file names for what the spec names. Each is an ASCII identifier (a folder: with hyphens) and unique. */
export interface Names {
  /** Type, TypeBox value, `$id` and file of a component schema. */
  schema(name: string): string;
  /** Constant of an operation: `listPets`. */
  operation(id: string): string;
  /** Types of an operation: `ListPets`, and with `Input` and `Reply` after it. */
  operationType(id: string): string;
  /** Folder: `order-items`. */
  resource(name: string): string;
  /** `OrderItems`, for `OrderItemsHandlers`. */
  resourceType(name: string): string;
  /** Function that lists the routes of a resource: `orderItemsRoutes`. */
  resourceRoutes(name: string): string;
}

export function nameService(service: Service): Names {
  const operations = service.resources.flatMap((resource) => resource.operations.map(({ id }) => id));
  const resources = service.resources.map(({ name }) => name);
  const taken = new Set<string>();
  const isType = (name: string) => !reservedTypes.has(name) && isFile(name);
  const schemas = allocate(
    service.schemas.map(({ name: raw }) => ({ raw, name: pascalCase(raw, "schema") })),
    "Schema",
    isType,
    taken,
  );
  const isOperationType = (name: string) =>
    isType(name) && ["Input", "Reply"].every((part) => !taken.has(`${name}${part}`.toLowerCase()));
  const operationTypes = allocate(
    operations.map((raw) => ({ raw, name: pascalCase(raw, "operation") })),
    "Operation",
    isOperationType,
    taken,
  );
  // `_1st` is written alike as a type and as a value, and a file may import both.
  const types = new Set([...schemas.values(), ...operationTypes.values()]);
  const values = allocate(
    operations.map((raw) => ({ raw, name: camelCase(raw, "operation") })),
    "Operation",
    (name) => !reservedValues.has(name) && !types.has(name) && isFile(name),
  );
  const resourceTypes = allocate(
    resources.map((raw) => ({ raw, name: pascalCase(raw, "resource") })),
    "Resource",
    (name) => !taken.has(`${name}Handlers`.toLowerCase()),
  );
  const folders = allocate(
    resources.map((raw) => ({ raw, name: kebabCase(raw, "resource") })),
    "-",
    isFile,
  );
  return {
    schema: (name) => known(schemas, name),
    operation: (id) => known(values, id),
    operationType: (id) => known(operationTypes, id),
    resource: (name) => known(folders, name),
    resourceType: (name) => known(resourceTypes, name),
    resourceRoutes: (name) => {
      const type = known(resourceTypes, name);
      return `${type.charAt(0).toLowerCase()}${type.slice(1)}Routes`;
    },
  };
}

function isFile(name: string): boolean {
  return !reservedFiles.has(name.toLowerCase());
}

function known(names: ReadonlyMap<string, string>, raw: string): string {
  const name = names.get(raw);
  if (name === undefined) throw new Error(`nothing in the model is called ${JSON.stringify(raw)}`);
  return name;
}
