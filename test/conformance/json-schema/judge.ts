import { createHash } from "node:crypto";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import { emit, type Files, load, type Reader } from "./service-of";
import { type Draft, type Group, readRemotes } from "./suite";

export interface Verdict {
  /** `file: group: test`. */
  readonly name: string;
  readonly outcome: "right" | "bad" | "refused";
  /** What is bad about it, or why the schema was refused. */
  readonly detail: string;
}

/** Tries every group as the JSON request body of an operation of its own description. */
export async function judge(draft: Draft, groups: readonly Group[]): Promise<readonly Verdict[]> {
  const remotes = readRemotes(draft);
  const applications = new Map<string, Files>();
  const refusals = new Map<Group, string>();
  const names = new Map<Group, string>();
  for (const [index, group] of groups.entries()) {
    const emission = await emit("openapi.json", describeGroup(draft, group.schema, remotes));
    if (emission.kind === "refused") {
      const errors = emission.diagnostics.filter(({ severity }) => severity === "error");
      refusals.set(group, errors.map(({ code, message }) => `${code}: ${message}`).join("; "));
    } else {
      names.set(group, `case${index}`);
      applications.set(`case${index}`, emission.files);
    }
  }
  const readers = await load(applications);
  const verdicts: Verdict[] = [];
  for (const group of groups) {
    const reader = readers.get(names.get(group) ?? "")?.get("check");
    for (const { description, body, valid } of group.tests) {
      const name = `${group.file}: ${group.description}: ${description}`;
      if (reader === undefined) verdicts.push({ name, outcome: "refused", detail: refusals.get(group) ?? "" });
      else {
        const detail = await faultOf(reader, body, valid);
        verdicts.push({ name, outcome: detail === "" ? "right" : "bad", detail });
      }
    }
  }
  return verdicts;
}

/** Empty when the answer is right, and a refusal has one to twenty details that name a place in the body. */
async function faultOf(reader: Reader, body: string, isValid: boolean): Promise<string> {
  try {
    const details = await reader(body);
    if ((details.length === 0) !== isValid) return `must be ${isValid ? "valid" : "invalid"}`;
    const isExplained = details.length <= 20 && details.every(({ field }) => /^body(?=$|[.[])/.test(field));
    return isExplained ? "" : `details: ${JSON.stringify(details)}`;
  } catch (error) {
    return String(error);
  }
}

/** The description with its files; the remotes are copies of fetched documents, as route-from-spec keeps them. */
export function describeGroup(draft: Draft, schema: JsonValue, remotes: ReadonlyMap<string, JsonValue>): Files {
  const files = new Map<string, string>();
  const add = (path: string, content: JsonValue) => files.set(path, JSON.stringify(content, undefined, 1));
  const documents = [...remotes].map(([url, remote], index): [string, JsonValue] => {
    const file = `${index}.json`;
    add(`remote/${file}`, remote);
    const text = files.get(`remote/${file}`) ?? "";
    return [url.replace(/#$/, ""), { file, sha256: createHash("sha256").update(text).digest("hex") }];
  });
  add("remote/index.json", { documents: Object.fromEntries(documents) });
  add("schema.json", schema);
  const content = { "application/json": { schema: { $ref: "schema.json" } } };
  const operation = {
    operationId: "check",
    requestBody: { required: true, content },
    responses: { "204": { description: "Valid." } },
  };
  add("openapi.json", {
    openapi: draft === "draft4" ? "3.0.3" : "3.1.0",
    info: { title: "Case", version: "1" },
    paths: { "/": { post: operation } },
  });
  return files;
}
