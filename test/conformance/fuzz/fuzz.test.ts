import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { nameService } from "../../../tools/compiler/emit/names/names";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { Operation } from "../../../tools/compiler/model/operation";
import { byName, jsonSchema, type SchemasByName } from "../../../tools/compiler/model/properties-of";
import type { Schema } from "../../../tools/compiler/model/schema";
import { emit, load, type Reader } from "../json-schema/service-of";
import { type Difference, explained } from "./differences";
import { makeTexts } from "./make-texts";
import { makeValue } from "./make-value";
import { mutate } from "./mutate";
import { oracleNames, oraclesFor } from "./oracles";
import { Random } from "./random";
import { fittingTexts, readingsOf, shapesOf } from "./readings";
import { slowPatternsAmong } from "./slow-patterns-among";
import { writeParameter } from "./write-parameter";

const folder = resolve(process.env.SPECLINE_CORPUS ?? "../shared/corpus", "openapi");
const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.(json|ya?ml)$/.test(file)) : [];
const seed = process.env.FUZZ_SEED ?? "1";

/** Values of a schema, and mutants of each. */
const [valuesEach, mutantsEach] = [4, 6];

if (files.length === 0) console.warn("skipped: there is no corpus with descriptions; set SPECLINE_CORPUS");

describe.skipIf(files.length === 0)("verdicts are those of Ajv and typebox", () => {
  const used = new Set<string>();
  let run = 0;
  const fuzz = async (file: string) => {
    run++;
    await fuzzFile(file, used);
  };
  test.each(files.filter((file) => file.startsWith("feat-")))("sample: %s", fuzz);
  test.each(files.filter((file) => !file.startsWith("feat-")))("%s", fuzz);
  afterAll(() => {
    // A sample does not meet all of them.
    if (run === files.length) expect(explained.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });
});

interface Fuzzed {
  readonly operation: Operation;
  readonly read: Reader;
  readonly schemas: SchemasByName;
  readonly oraclesOf: ReturnType<typeof oraclesFor>;
  readonly isSlowSchema: (schema: Schema) => boolean;
  readonly report: Report;
}

/** What is counted, and what differs and is not explained. */
interface Report {
  readonly count: { bodies: number; parameters: number; values: number; refused: number; explained: number };
  readonly unexplained: string[];
  readonly used: Set<string>;
}

async function fuzzFile(file: string, used: Set<string>): Promise<void> {
  const text = readFileSync(join(folder, file), "utf8");
  const sources = new Map([[file, text]]);
  const emission = await emit(file, sources);
  const { service } = await compile({ openapiPath: file, readText: (path) => sources.get(path) });
  if (emission.kind === "refused" || service === undefined) throw new Error(JSON.stringify(emission.diagnostics));
  const readers = (await load(new Map([["api", emission.files]]))).get("api");
  const names = nameService(service);
  const report: Report = {
    count: { bodies: 0, parameters: 0, values: 0, refused: 0, explained: 0 },
    unexplained: [],
    used,
  };
  const common = {
    schemas: byName(service.schemas),
    oraclesOf: oraclesFor(service.schemas),
    isSlowSchema: slowPatternsAmong(service.schemas),
    report,
  };
  for (const operation of service.resources.flatMap((one) => one.operations)) {
    const read = readers?.get(names.operation(operation.id));
    if (read === undefined) {
      if (operation.parameters.length === 0 && operation.requestBody === undefined) continue;
      throw new Error(`${operation.id} has no reader`);
    }
    await fuzzBody({ operation, read, ...common });
    await fuzzParameters({ operation, read, ...common });
  }
  console.log(`${file}: ${JSON.stringify(report.count)}`);
  expect(report.unexplained.slice(0, 10)).toEqual([]);
}

async function fuzzBody({ operation, read, schemas, oraclesOf, isSlowSchema, report }: Fuzzed): Promise<void> {
  const schema = jsonSchema(operation.requestBody?.content ?? []);
  if (schema === undefined) return;
  report.count.bodies++;
  const random = new Random(`${seed} ${operation.id}`);
  const oracles = oraclesOf(schema);
  const isSlow = isSlowSchema(schema);
  for (let index = 0; index < valuesEach * (mutantsEach + 1); index++) {
    const start = makeValue(schema, schemas, random);
    const value = index < valuesEach ? start : mutate(start, random);
    if (isSlow && isLong(value)) continue;
    // Parameters are not sent; what is said of them is no verdict on the body.
    const details = (await read(JSON.stringify(value))).filter(({ field }) => /^body(?=$|[.[])/.test(field));
    const verdicts = oracleNames.map((oracle) => [oracle, oracles[oracle](value)] as const);
    judge(report, { details, value, place: `${operation.id} body` }, verdicts);
  }
}

/** One parameter after the other; the others are not sent, and what is said of them does not count. */
async function fuzzParameters({ operation, read, schemas, oraclesOf, isSlowSchema, report }: Fuzzed): Promise<void> {
  // Twenty details at most are told of a request, of which those that are required and missing take one each.
  if (operation.parameters.filter(({ required }) => required).length > 15) return;
  for (const parameter of operation.parameters) {
    if (parameter.mediaType !== undefined) continue;
    const random = new Random(`${seed} ${operation.id} ${parameter.in} ${parameter.name}`);
    const oracles = oraclesOf(parameter.schema);
    const isSlow = isSlowSchema(parameter.schema);
    const shapes = shapesOf(parameter.schema, schemas);
    const part = { path: "path", query: "query", header: "headers", cookie: "cookies" }[parameter.in];
    report.count.parameters++;
    for (let index = 0; index < valuesEach * (mutantsEach + 1); index++) {
      const start = makeValue(parameter.schema, schemas, random);
      const text = fittingTexts(makeTexts(index < valuesEach ? start : mutate(start, random)), shapes);
      const written = text === undefined ? undefined : writeParameter(parameter, text);
      if (text === undefined || written === undefined || (isSlow && isLong(text as JsonValue))) continue;
      const said = await read(undefined, written);
      const details = said.filter((one) => isOf(one.field, part, parameter.name));
      const readings = readingsOf(text, shapes);
      const verdicts = oracleNames.map((oracle) => [oracle, readings.some((one) => oracles[oracle](one))] as const);
      judge(
        report,
        { details, value: text as JsonValue, place: `${operation.id} ${part} ${parameter.name}` },
        verdicts,
      );
    }
  }
}

function isLong(text: JsonValue): boolean {
  return JSON.stringify(text).length > 24;
}

/** Names that are no words stand in brackets: `query["include[]"]`. */
function isOf(field: string, part: string, name: string): boolean {
  const [start = ""] = [`${part}.${name}`, `${part}[${JSON.stringify(name)}]`].filter((one) => field.startsWith(one));
  return start !== "" && /^([.[]|$)/.test(field.slice(start.length));
}

function judge(
  { count, unexplained, used }: Report,
  judged: Omit<Difference, "oracle"> & { readonly place: string },
  verdicts: readonly (readonly [Difference["oracle"], boolean])[],
): void {
  const { details, value, place } = judged;
  count.values++;
  if (details.length > 0) count.refused++;
  for (const [oracle, accepts] of verdicts) {
    if (accepts === (details.length === 0)) continue;
    const entry = explained.find(({ isIt }) => isIt({ oracle, ...judged }));
    if (entry === undefined)
      unexplained.push(`${place}: ${oracle} differs from ${JSON.stringify(details)} on ${JSON.stringify(value)}`);
    else {
      count.explained++;
      used.add(entry.id);
    }
  }
}
