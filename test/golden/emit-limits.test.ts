import { expect, test } from "vitest";
import { expectFilled } from "../diagnostics/expect-filled";
import { compile } from "../../tools/compiler/compile";
import { emitApplication } from "../../tools/compiler/emit/emit-application";

const description = `openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    parameters: [{name: limit, in: query, schema: {type: integer, maximum: 100, default: 500}}]
    get:
      operationId: listPets
      responses:
        "200":
          description: The pets.
          content:
            application/json: {schema: {type: array, items: {type: string}}}
            text/csv: {schema: {type: string}}
    trace: {operationId: tracePets, responses: {"204": {description: Nothing.}}}
  /photos:
    post:
      operationId: addPhoto
      security: [{client: []}]
      requestBody: {content: {application/xml: {schema: {type: string}}}}
      responses: {"204": {description: Added.}}
  /files:
    post:
      operationId: addFile
      requestBody:
        content:
          application/octet-stream: {schema: {type: string, format: binary, maxLength: 10}}
          application/yaml: {schema: {type: object, required: [a]}}
          multipart/form-data: {schema: {type: object, properties: {one: {type: string, format: binary, maxLength: 5, pattern: a}}}}
      responses: {"204": {description: Added.}}
  /traces:
    trace: {operationId: onlyTrace, responses: {"204": {description: Nothing.}}}
components:
  securitySchemes:
    client: {type: mutualTLS}
`;

test("what generated servers leave out is told with its place, and left out", async () => {
  const compilation = await compile({ openapiPath: "openapi.yaml", readText: () => description });
  const { service, document, links } = compilation;
  if (service === undefined || document === undefined) throw new Error("the description could not be read");
  const { files, diagnostics } = await emitApplication({
    service,
    document,
    links,
    spec: "openapi.yaml",
    framework: "fastify",
    hasServer: true,
    errorFormat: "envelope",
    handlers: {},
  });
  for (const one of [...compilation.diagnostics, ...diagnostics]) expectFilled(one);
  const told = [...compilation.diagnostics, ...diagnostics].map(
    ({ span, severity, message, code }) => `${span.line}: ${severity}: ${message} [${code}]`,
  );
  expect(told.sort()).toEqual([
    "14: warning: TRACE /pets gets no route: frameworks do not serve TRACE. [emit/unsupported-method]",
    "19: warning: POST /photos takes `application/xml`, which generated servers do not read: such a request is answered with 415. [emit/unsupported-media-type]",
    "26: warning: POST /files takes bytes (`application/octet-stream`), of which generated servers do not check `maxLength`. [emit/unchecked-bytes]",
    "27: warning: POST /files takes bytes (`application/yaml`), of which generated servers do not check `type`, `required`. [emit/unchecked-bytes]",
    "28: warning: POST /files takes bytes (`multipart/form-data`), of which generated servers do not check `pattern`. [emit/unchecked-bytes]",
    "31: warning: TRACE /traces gets no route: frameworks do not serve TRACE. [emit/unsupported-method]",
    "34: warning: Security scheme `client` (mutualTLS) cannot be checked by generated servers: nobody passes it. [emit/unsupported-security-scheme]",
    "5: warning: The default 500 of the parameter `limit` is no value that its schema allows: handlers get it all the same. [emit/unfit-default]",
  ]);
  const routes = files.find(({ path }) => path.endsWith("pets/generated/routes.ts"))?.content;
  expect(routes).toContain("listPets");
  expect(routes).not.toContain("tracePets");
  expect(files.filter(({ path }) => path.includes("trace"))).toEqual([]);
});
