import { describe, expect, it } from "vitest";
import { code, docComment, identifier, join, member, propertyKey, render, stringLiteral } from "./text";

const hostile = [
  'x");process.exit(1);("',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a hostile spec
  "`${process.exit(1)}`",
  "*/ process.exit(1) /*",
  "a\nb\r\u2028c\u2029",
  "</script><script>alert(1)</script>",
  "\ud800 half",
  "\u202etxt.exe\u2066",
  "__proto__",
  "constructor",
];

describe("stringLiteral", () => {
  it.each(hostile)("%j comes back as it was, on one line", (text) => {
    const literal = render(stringLiteral(text));
    expect(new Function(`return ${literal}`)()).toBe(text);
    expect(literal).not.toMatch(/[\n\r\u2028\u2029\u202e]|<\//);
  });
});

describe("docComment", () => {
  it.each(hostile)("%j stays in its comment", (text) => {
    const comment = render(docComment(text));
    expect(comment.indexOf("*/")).toBe(comment.length - 2);
    expect(new Function(`${comment}\nreturn 1`)()).toBe(1);
  });
});

describe("keys and members", () => {
  it.each(hostile)("%j is a key of its own and nothing else", (text) => {
    const object = new Function(`return {${render(propertyKey(text))}: 1}`)();
    expect(Object.keys(object)).toEqual([text]);
    expect(new Function("o", `return o${render(member(text))}`)(object)).toBe(1);
  });
});

describe("code", () => {
  it("indents every line of a nested value like the line it starts on", () => {
    const body = join([code`first();`, code`second();`], "\n");
    expect(render(code`function f() {\n  ${body}\n}`)).toBe("function f() {\n  first();\n  second();\n}");
  });

  it("takes no string", () => {
    const text = "process.exit(1)";
    // @ts-expect-error a string is not code
    void (() => code`${text}`);
    expect(() => identifier(text)).toThrow("not an identifier");
  });
});
