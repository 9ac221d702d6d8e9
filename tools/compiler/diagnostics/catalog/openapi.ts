import type { CatalogEntry } from "../catalog-entry";

export const openapiCatalog = {
  "openapi/missing-file": {
    severity: "error",
    message: "There is no file `{path}`.",
    hint: "Give the path of an OpenAPI description, relative to the workspace root.",
  },
  "openapi/invalid-json": {
    severity: "error",
    message: "This is not JSON: {reason}.",
    hint: "Correct the file here; what comes after this place was not read.",
  },
  "openapi/invalid-yaml": {
    severity: "error",
    message: "This is not YAML: {reason}.",
    hint: "Correct the file here; what comes after this place was not read.",
  },
  "openapi/duplicate-key": {
    severity: "error",
    message: "The key `{key}` stands here a second time (first at {first}); one of the two values would be lost.",
    hint: "Remove one, or merge their values.",
  },
  "openapi/too-large": {
    severity: "error",
    message: "The file has {size} characters; more than {limit} are not read.",
    hint: "Split the description into several files with relative `$ref`s.",
  },
  "openapi/too-deep": {
    severity: "error",
    message: "Values are nested deeper than {limit} levels.",
    hint: "Move inner schemas to `components.schemas` and refer to them.",
  },
  "openapi/long-reference-chain": {
    severity: "error",
    message: "From `{name}` on, more than {limit} schemas lead from one to the next for one and the same value.",
    hint: "Refer to the schema that is meant, not to one that refers to it.",
  },
  "openapi/alias-bomb": {
    severity: "error",
    message: "YAML aliases are not read without end: {reason}.",
    hint: "Use `$ref` instead of YAML anchors and aliases.",
  },
  "openapi/not-openapi": {
    severity: "error",
    message: "This is no OpenAPI description: the field `openapi` is missing.",
    hint: 'Begin the file with `openapi: "3.1.0"`, or give the path of another file.',
  },
  "openapi/swagger-2": {
    severity: "error",
    message: "This is a Swagger {version} description; OpenAPI 3.0 and 3.1 are read.",
    hint: "Convert it once: `npx swagger2openapi --yaml --outfile openapi.yaml <file>`.",
  },
  "openapi/unsupported-version": {
    severity: "error",
    message: "OpenAPI version {version} is not supported.",
    hint: 'Versions 3.0.x and 3.1.x are, written as text: `openapi: "3.1.0"`.',
  },
  "openapi/missing-field": {
    severity: "error",
    message: "The field `{field}` of {what} is missing.",
    hint: "Add `{field}`; OpenAPI requires it.",
  },
  "openapi/missing-description": {
    severity: "warning",
    message: "This response has no description, which OpenAPI requires.",
    hint: "Say in a few words when it is sent: `description: The order.`",
  },
  "openapi/wrong-type": {
    severity: "error",
    message: "`{field}` must be {expected}, not {found}.",
    hint: "Write {expected}.",
  },
  "openapi/unresolved-reference": {
    severity: "error",
    message: "The reference `{reference}` leads nowhere: {target}.",
    hint: "Correct the reference, or add what it names.",
  },
  "openapi/remote-reference": {
    severity: "error",
    message: "The reference `{reference}` leads out to a network, where content changes without a review.",
    hint: "Copy the file into the workspace, or let route-from-spec fetch a copy: `--allow-remote={origin}`.",
  },
  "openapi/changed-remote-copy": {
    severity: "error",
    message: "The copy {file}, which `{reference}` leads to, is not what was fetched.",
    hint: "Undo the edit; or delete the copy and run route-from-spec with --allow-remote to fetch it anew.",
  },
  "openapi/reference-outside-workspace": {
    severity: "error",
    message: "The reference `{reference}` leads to a file outside of the workspace.",
    hint: "Copy the file into the workspace and refer to it by a relative path with `/`.",
  },
  "openapi/circular-reference": {
    severity: "error",
    message: "The reference `{reference}` leads back to itself through nothing but references.",
    hint: "Let one of them be the thing itself.",
  },
  "openapi/duplicate-operation-id": {
    severity: "error",
    message: "operationId `{id}` is used twice (first at {first}); handlers and types are named after it.",
    hint: "Rename one of them.",
  },
  "openapi/missing-operation-id": {
    severity: "warning",
    message: "{method} {path} has no operationId; `{id}` is used.",
    hint: "Add `operationId: {id}`, so that a later change of the path does not rename the handler.",
  },
  "openapi/invalid-path": {
    severity: "error",
    message: "The path `{path}` cannot be routed: {reason}.",
    hint: "Begin it with `/`, and give each parameter a segment of its own, in braces.",
  },
  "openapi/unreachable-path": {
    severity: "warning",
    message: "No request has the path `{path}`: `?` begins a query, and what follows `#` is never sent.",
    hint: "Describe query parameters under `parameters`; put variants of one operation into a `oneOf`.",
  },
  "openapi/duplicate-path": {
    severity: "error",
    message: "{method} {path} matches the same requests as the operation under the path at {first}.",
    hint: "Use one template for both, with the same names of parameters.",
  },
  "openapi/undeclared-path-parameter": {
    severity: "error",
    message: "The parameter `{name}` of the path {path} is not declared.",
    hint: "Add it to `parameters` with `name: {name}`, `in: path`, `required: true` and a schema.",
  },
  "openapi/unused-path-parameter": {
    severity: "warning",
    message: "The path parameter `{name}` is not in the path {path}; it is left out.",
    hint: "Remove it, or add it to the path.",
  },
  "openapi/optional-path-parameter": {
    severity: "warning",
    message: "The path parameter `{name}` is not marked as required; a path without it is another path.",
    hint: "Add `required: true`.",
  },
  "openapi/duplicate-parameter": {
    severity: "error",
    message: "The {in} parameter `{name}` is declared twice in one list.",
    hint: "Remove one of them.",
  },
  "openapi/ignored-header-parameter": {
    severity: "warning",
    message: "The header parameter `{name}` is left out, as OpenAPI demands: other parts of the description define it.",
    hint: "Use `security`, the media types of `requestBody` or those of `responses`.",
  },
  "openapi/unknown-security-scheme": {
    severity: "error",
    message: "The security scheme `{scheme}` is not defined, so nothing would be checked.",
    hint: "Add it to `components.securitySchemes`, or correct the name.",
  },
  "openapi/invalid-status": {
    severity: "error",
    message: "`{status}` is no status: responses have three digits, a range such as `4XX`, or `default`.",
    hint: "Correct the key.",
  },
  "openapi/invalid-keyword-value": {
    severity: "error",
    message: "`{keyword}` must be {expected}, not {found}; values could not be checked.",
    hint: "Write {expected}.",
  },
  "openapi/invalid-pattern": {
    severity: "error",
    message: "The pattern `{pattern}` is no regular expression of JavaScript: {reason}.",
    hint: "Rewrite it in the syntax of ECMA-262, which JSON Schema uses.",
  },
  "openapi/slow-pattern": {
    severity: "warning",
    message: "The pattern `{pattern}` can take for ever: a loop in it reads the same text in several ways.",
    hint: "Make the alternatives of the loop start with different characters, or take one of two nested repetitions away.",
  },
  "openapi/empty-enum": {
    severity: "warning",
    message: "`enum` lists no value, so no value is valid.",
    hint: "List the values, or remove `enum`. Where nothing is meant to be valid, write the schema `false`.",
  },
  "openapi/unknown-dialect": {
    severity: "error",
    message: "The dialect `{dialect}` of these schemas is not known: {reason}.",
    hint: "Remove the line, which leaves the dialect of OpenAPI 3.1, or make the meta-schema a component of the description.",
  },
  "openapi/unknown-keyword": {
    severity: "warning",
    message: "`{keyword}` has no meaning here and is read over{places}.",
    hint: "{hint}",
  },
  "openapi/unsupported-feature": {
    severity: "warning",
    message: "`{keyword}` is not supported and is read over{places}.",
    hint: "{hint}",
  },
  "openapi/keyword-of-other-version": {
    severity: "warning",
    message: "`{keyword}` belongs to another version of OpenAPI than the one that this description names{places}.",
    hint: "{hint}",
  },
  "openapi/ignored-reference-sibling": {
    severity: "warning",
    message: "`{keyword}` beside a `$ref` has no effect in OpenAPI 3.0 and is read over{places}.",
    hint: "{hint}",
  },
  "openapi/unusable-slo": {
    severity: "error",
    message: "`{field}` of `x-slo` is {found}; it must be {expected}.",
    hint: "Correct the figure, or leave it out: the load test would hold the operation to nothing.",
  },
  "openapi/contradictory-slo": {
    severity: "error",
    message:
      "`x-slo` allows 99 of 100 requests {p99} ms and 95 of 100 {p95} ms: the p99 of a run is never below its p95.",
    hint: "Raise p99 or lower p95. What the operation does not say comes from its path or the description.",
  },
} as const satisfies Record<string, CatalogEntry>;
