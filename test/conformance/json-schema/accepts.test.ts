import { expect, test } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { accepts } from "../../../tools/compiler/emit/load-test/accepts";
import { schemaTable } from "../../../tools/compiler/emit/load-test/merge-schema";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import { differences } from "./differences";
import { describeGroup } from "./judge";
import { type Draft, isThere, readGroups, readRemotes } from "./suite";

/** Of how many cases load tests cannot tell whether a schema accepts a value; what they tell is always right. */
const parts = [
  ["draft2020-12", { right: 1144, untold: 140 }],
  ["draft4", { right: 616, untold: 2 }],
] as const satisfies readonly (readonly [Draft, object])[];

// The suite is in the corpus, which is no part of the project.
test.skipIf(!isThere).each(parts)(
  "what load tests know of %s of the JSON Schema Test Suite",
  async (draft, expected) => {
    const remotes = readRemotes(draft);
    const counts = { right: 0, untold: 0 };
    const wrong: string[] = [];
    for (const group of readGroups(draft)) {
      const sources = describeGroup(draft, group.schema, remotes);
      const { service } = await compile({ openapiPath: "openapi.json", readText: (path) => sources.get(path) });
      const schema = service?.resources[0]?.operations[0]?.requestBody?.content[0]?.schema;
      if (service === undefined || schema === undefined) throw new Error(`${group.file}: ${group.description}`);
      const schemas = schemaTable(service.schemas);
      for (const { description, body, valid } of group.tests) {
        const answer = accepts(schema, JSON.parse(body) as JsonValue, schemas);
        const name = `${group.file}: ${group.description}: ${description}`;
        if (answer === undefined) counts.untold++;
        else if (answer === valid) counts.right++;
        else if (!differences.some((one) => one.name.test(name))) wrong.push(name);
      }
    }
    expect(wrong).toEqual([]);
    expect(counts).toEqual(expected);
  },
);
