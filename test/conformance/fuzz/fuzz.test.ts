import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { nameService } from "../../../tools/compiler/emit/names/names";
import { byName, jsonSchema } from "../../../tools/compiler/model/properties-of";
import { emit, load } from "../json-schema/service-of";
import { explained } from "./differences";
import { makeValue } from "./make-value";
import { mutate } from "./mutate";
import { oracleNames, oraclesFor } from "./oracles";
import { Random } from "./random";

const folder = resolve(process.env.SPECLINE_CORPUS ?? "../shared/corpus", "openapi");
const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.(json|ya?ml)$/.test(file)) : [];
const seed = process.env.FUZZ_SEED ?? "1";

/** Values of a schema, and mutants of each. */
const [valuesEach, mutantsEach] = [4, 6];

if (files.length === 0) console.warn("skipped: there is no corpus with descriptions; set SPECLINE_CORPUS");

describe.skipIf(files.length === 0)("verdicts on bodies are those of Ajv and typebox", () => {
  test.each(files.filter((file) => file.startsWith("feat-")))("sample: %s", (file) => fuzz(file));
  test.each(files.filter((file) => !file.startsWith("feat-")))("%s", (file) => fuzz(file));
});

async function fuzz(file: string): Promise<void> {
  const text = readFileSync(join(folder, file), "utf8");
  const sources = new Map([[file, text]]);
  const emission = await emit(file, sources);
  const { service } = await compile({ openapiPath: file, readText: (path) => sources.get(path) });
  if (emission.kind === "refused" || service === undefined) throw new Error(JSON.stringify(emission.diagnostics));
  const readers = (await load(new Map([["api", emission.files]]))).get("api");
  const schemas = byName(service.schemas);
  const names = nameService(service);
  const oraclesOf = oraclesFor(service.schemas);
  const unexplained: string[] = [];
  const count = { bodies: 0, values: 0, refused: 0, explained: 0 };
  for (const operation of service.resources.flatMap((one) => one.operations)) {
    const schema = jsonSchema(operation.requestBody?.content ?? []);
    const read = readers?.get(names.operation(operation.id));
    if (schema === undefined) continue;
    if (read === undefined) throw new Error(`${operation.id} has no reader`);
    count.bodies++;
    const random = new Random(`${seed} ${operation.id}`);
    const oracles = oraclesOf(schema);
    for (let index = 0; index < valuesEach * (mutantsEach + 1); index++) {
      const start = makeValue(schema, schemas, random);
      const value = index < valuesEach ? start : mutate(start, random);
      // Parameters are not sent; what is said of them is no verdict on the body.
      const details = (await read(JSON.stringify(value))).filter(({ field }) => /^body(?=$|[.[])/.test(field));
      count.values++;
      if (details.length > 0) count.refused++;
      for (const oracle of oracleNames) {
        if (oracles[oracle](value) === (details.length === 0)) continue;
        if (explained.some(({ isIt }) => isIt({ oracle, details, value }))) count.explained++;
        else
          unexplained.push(
            `${operation.id}: ${oracle} differs from ${JSON.stringify(details)} on ${JSON.stringify(value)}`,
          );
      }
    }
  }
  console.log(`${file}: ${JSON.stringify(count)}`);
  expect(unexplained.slice(0, 10)).toEqual([]);
}
