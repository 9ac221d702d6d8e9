import type { OutgoingRequest } from "../../model/operation";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { allocate } from "../names/allocate";
import { pascalCase } from "../names/words";
import { operationKey, parameterMembers } from "../resources/input-type";
import { code, docComment, identifier, join } from "../text";
import { printDeclaration } from "../types/print-declaration";
import { unionOf, unknownType } from "../types/type-tree";

interface Payload {
  readonly request: OutgoingRequest;
  /** What its name is made of; unique. */
  readonly key: string;
  readonly label: string;
}

/** `webhooks.ts` and `callbacks.ts`: the types of the bodies that the service sends to others, and of the parameters. */
export function emitOutgoing(context: EmitContext): readonly Source[] {
  const { webhooks = [], resources } = context.service;
  const callbacks = resources
    .flatMap(({ operations }) => operations)
    .flatMap((operation) => (operation.callbacks ?? []).map((request) => ({ operation, request })));
  return [
    ...emitPayloads("webhooks", "Webhook", webhooks.map(ofWebhook), context),
    ...emitPayloads(
      "callbacks",
      "Callback",
      callbacks.map(({ operation, request }) => ofCallback(operation.id, operationKey(operation), request)),
      context,
    ),
  ];
}

function ofWebhook(request: OutgoingRequest, _index: number, all: readonly OutgoingRequest[]): Payload {
  const isAlone = all.filter(({ name }) => name === request.name).length === 1;
  const key = isAlone ? request.name : `${request.name} ${request.method}`;
  return { request, key, label: `Webhook \`${request.name}\`, sent by ${request.method.toUpperCase()}` };
}

function ofCallback(id: string, operation: string, request: OutgoingRequest): Payload {
  const { name, url = "", method } = request;
  const key = `${id} ${name}`;
  return {
    request,
    key,
    label: `Callback \`${name}\` of \`${operation}\`, sent by ${method.toUpperCase()} to \`${url}\``,
  };
}

function emitPayloads(file: string, suffix: string, payloads: readonly Payload[], context: EmitContext): Source[] {
  if (payloads.length === 0) return [];
  const { names, service, types } = context;
  const taken = new Set(service.schemas.map(({ name }) => names.schema(name).toLowerCase()));
  const wishes = payloads.map(({ key }, index) => ({
    raw: `${key} ${index}`,
    name: `${pascalCase(key, "message")}${suffix}`,
  }));
  const more = payloads.flatMap(({ request }, index) => {
    const { raw = "", name = "" } = wishes[index] ?? {};
    return request.parameters.length === 0 ? [] : [{ raw: `${raw} parameters`, name: `${name}Parameters` }];
  });
  const chosen = allocate([...wishes, ...more], "", () => true, taken);
  const imports = new Imports();
  const printing = { names, use: (name: string) => imports.type(name, `./schemas/${name}.js`) };
  const declarations = payloads.map(({ request, label }, index) => {
    const content = request.requestBody?.content ?? [];
    const comment = [
      `${label}${request.summary === undefined ? "" : `: ${request.summary}`}`,
      request.description ?? "",
      request.deprecated ? "@deprecated" : "",
    ];
    const name = chosen.get(wishes[index]?.raw ?? "") ?? "";
    const bodies = content.map(({ schema }) => (schema === undefined ? unknownType : types.of(schema)));
    const declaration =
      bodies.length === 0
        ? code`export type ${identifier(name)} = undefined;`
        : printDeclaration(name, unionOf(bodies), printing);
    const body = code`${docComment(comment.filter((part) => part !== "").join("\n\n"))}\n${declaration}`;
    const parametersName = chosen.get(`${wishes[index]?.raw} parameters`);
    if (parametersName === undefined) return body;
    const members = join(parameterMembers(request.parameters, context, printing), "\n");
    return code`${body}\n\n${docComment(`Parameters of ${label.charAt(0).toLowerCase()}${label.slice(1)}`)}
export interface ${identifier(parametersName)} {
  ${members}
}`;
  });
  return [{ path: `src/generated/${file}.ts`, body: code`${imports.print()}${join(declarations, "\n\n")}` }];
}
