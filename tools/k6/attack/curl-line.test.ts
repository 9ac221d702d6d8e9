import { describe, expect, it } from "vitest";
import { run } from "../../process/run";
import { refused } from "./attack-case";
import { curlLine } from "./curl-line";

const caseOf = (body: Buffer | undefined, more: object = {}) => ({
  operation: "createOrder",
  class: "body" as const,
  name: "body: wrong",
  expected: refused(400),
  request: {
    method: "POST",
    target: "/orders?q='x'",
    headers: [
      ["Content-Type", "application/json"],
      ["Authorization", "Bearer s3cret"],
    ] as const,
    ...(body === undefined ? {} : { body }),
    ...more,
  },
});

/** What a shell would give to curl: a function of that name prints the body. */
async function bodyOf(line: string): Promise<Buffer> {
  const script = `curl() { while [ $# -gt 0 ]; do if [ "$1" = --data-binary ]; then if [ "$2" = @- ]; then cat; else printf %s "$2"; fi; fi; shift; done; }\n{ ${line}; } | od -An -v -tx1`;
  const { stdout } = await run({ program: "sh", arguments: ["-c", script] });
  return Buffer.from(stdout.replace(/\s/g, ""), "hex");
}

describe("curlLine", () => {
  it.each([
    ["text with quotes", Buffer.from(`{"note":"it's \\"so\\" $HOME"}`)],
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0x00, 0x27, 0x25, 0x5c, 0x7d])],
    ["many times the same", Buffer.from(`{"note":"${"a".repeat(10_000)}"}`)],
    ["objects inside of each other", Buffer.from(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`)],
    // A terminal would not give carriage returns back.
    ["parts of a form", Buffer.from('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n100%\r\n--b--\r\n')],
    ["nothing", Buffer.from("")],
  ])("sends a body of %s again, byte for byte", async (_, body) => {
    expect((await bodyOf(curlLine(caseOf(body), "http://127.0.0.1:1"))).equals(body)).toBe(true);
  });

  it("adds the blanks", async () => {
    const sent = await bodyOf(curlLine(caseOf(Buffer.from("{}"), { paddingBytes: 5_000 }), "http://127.0.0.1:1"));
    expect(sent.toString()).toBe(`{}${" ".repeat(5_000)}`);
  });

  it.each([
    ["Authorization", "Basic c3BlY2xpbmU="],
    ["Authorization", "Bearer specline-0000000000000000"],
    ["Cookie", "session=specline-0000000000000000"],
  ])("shows what opens nothing: %s: %s", (name, value) => {
    const one = { ...caseOf(undefined, { headers: [[name, value]] }), class: "credentials" as const };
    expect(curlLine(one, "http://127.0.0.1:1")).toContain(`-H '${name}: ${value}'`);
  });

  it("shows no credential", () => {
    const line = curlLine(caseOf(undefined), "http://127.0.0.1:1");
    expect(line).not.toContain("s3cret");
    expect(line).toContain('-H "Authorization: Bearer $TOKEN"');
  });
});
