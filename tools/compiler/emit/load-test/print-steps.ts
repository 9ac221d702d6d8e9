import { type Code, code, identifier, join, member, nothing, stringLiteral } from "../text";
import { isGuarded } from "./flow-needs";
import { type KeyNeeds, noNeeds, together } from "./key-needs";
import type { ReplyKey, Step } from "./plan";
import { type CallPrinting, printBody, printCall, printPairs, printPath } from "./print-call";
import { printValue } from "./print-value";
import type { JsonPath } from "./response-shape";

/**
 * The statements of a flow, in order; those that need a key, only where it is there.
 *
 * @param around what is needed to come to these steps
 */
export function printSteps(steps: readonly Step[], printing: CallPrinting, around: KeyNeeds = noNeeds): Code {
  return join(
    steps.map((step) => {
      const printed = printStep(step, printing, together(around, step.call.needs));
      if (!isGuarded(step, around)) return printed;
      return code`if (load.isOpen(${stringLiteral(step.call.operation.id)})) {\n  ${printed}\n}`;
    }),
    "\n",
  );
}

function printStep(step: Step, printing: CallPrinting, needs: KeyNeeds): Code {
  switch (step.kind) {
    case "call":
      return code`${printCall(step.call, printing)};`;
    case "list": {
      if (step.nextPage === undefined) return code`${printCall(step.call, printing)};`;
      const { parameter, path } = step.nextPage;
      const rest = [
        printPath(step.call, printing),
        printPairs(step.call, printing),
        stringLiteral(parameter),
        printJsonPath(path),
      ];
      return code`callPages(operations${member(step.call.operation.id)}, ${join(rest, ", ")});`;
    }
    case "create":
      return printCreate(step, printing, needs);
    default:
      throw new Error(`unknown step: ${JSON.stringify(step satisfies never)}`);
  }
}

function printCreate(step: Extract<Step, { kind: "create" }>, printing: CallPrinting, needs: KeyNeeds): Code {
  const { call, capture } = step;
  const body = identifier(step.bodyName);
  const isJson = call.body?.encoding === "json";
  const statements: Code[] = [];
  if (call.body !== undefined && isJson)
    statements.push(code`const ${body} = ${printValue(call.body.value, printing.rowsName)};`);
  const bodyCode =
    call.body === undefined ? undefined : isJson ? code`json(${body})` : printBody(call.body, printing.rowsName);
  const sending = printCall(call, printing, bodyCode);
  if (capture === undefined) return join([...statements, code`${sending};`], "\n");
  const variable = identifier(capture.variable);
  const captured =
    capture.from.kind === "sent"
      ? code`${sending} === undefined ? undefined : ${body}[${stringLiteral(capture.from.property)}]`
      : printReplyKey(capture.from, sending);
  statements.push(code`const ${variable} = ${captured};`);
  if (step.inner.length > 0)
    statements.push(code`if (${variable} !== undefined) {
  ${printSteps(step.inner, printing, needs)}
}`);
  return join(statements, "\n");
}

/** The key, or undefined where the reply has none. */
export function printReplyKey(key: ReplyKey, response: Code): Code {
  switch (key.kind) {
    case "response":
      return code`read(${response}, ${printJsonPath(key.path)})`;
    case "header":
      return code`headerOf(${response}, ${stringLiteral(key.name)})`;
    case "location":
      return code`locatedIn(${response}, ${stringLiteral(key.collection)}${key.path === undefined ? nothing : code`, ${printJsonPath(key.path)}`})`;
    default:
      throw new Error(`unknown key: ${JSON.stringify(key satisfies never)}`);
  }
}

export function printJsonPath(path: JsonPath): Code {
  return code`[${join(path.map(stringLiteral), ", ")}]`;
}
