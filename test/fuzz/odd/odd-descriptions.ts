const head = 'openapi: "3.1.0"\ninfo: {title: a, version: "1"}\n';
const answer = '{"200": {description: a}}';

/** Descriptions that few would write and that OpenAPI and YAML allow: each is read, printed, compiled and served. */
export const oddDescriptions: readonly (readonly [name: string, text: string])[] = [
  ["empty paths", `${head}paths: {}\n`],
  ["no paths at all (3.1)", `${head}components: {}\n`],
  ["an empty path item", `${head}paths: {/a: {}}\n`],
  [
    "no operationId, no tags",
    `${head}paths:\n  /: {get: {responses: ${answer}}}\n  /a/: {get: {responses: ${answer}}}\n`,
  ],
  [
    "a byte order mark and CRLF",
    `\ufeff${head}paths:\n  /a:\n    get:\n      responses: ${answer}\n`.replaceAll("\n", "\r\n"),
  ],
  ["a document's start and end", `%YAML 1.2\n---\n${head}paths: {/a: {get: {responses: ${answer}}}}\n...\n`],
  ["JSON in a YAML file", JSON.stringify({ openapi: "3.0.3", info: { title: "", version: "" }, paths: {} })],
  [
    "a version that is a number",
    "openapi: 3.0.3\ninfo: {title: 1, version: 1.0}\npaths: {}\n".replace("title: 1", "title: a"),
  ],
  [
    "anchors, aliases and merges",
    `${head}x-reply: &reply {description: a, content: {application/json: {schema: &s {type: string}}}}
paths:
  /a: {get: &get {operationId: a, responses: {"200": *reply}}}
  /b: {get: {<<: *get, operationId: b, responses: {"200": {<<: *reply, description: c}, "404": *reply}}}
components: {schemas: {S: *s}}
`,
  ],
  [
    "explicit tags and keys",
    `${head}paths:
  ? /a
  : get: !!map
      operationId: !!str a
      deprecated: !!bool true
      responses: {"200": {description: !!str 1}}
`,
  ],
  [
    "folded and literal texts, tabs in them",
    `${head}paths:
  /a:
    get:
      summary: >-
        one
        two

        three
      description: |+
        \ta tab
          and more

      operationId: "a\\tb"
      responses: {200: {description: 'it''s
        two lines'}}
`,
  ],
  [
    "statuses and keys that look like numbers",
    `${head}paths:
  /1: {get: {operationId: 1a, tags: ["1"], responses: {200: {description: a}, 404: {description: b}, default: {description: c}}}}
  /1e3: {get: {operationId: "007", responses: {2XX: {description: a}}}}
components: {schemas: {1: {type: object, properties: {0x10: {type: integer}, 1.0: {type: string}, -0: {type: string}}}}}
`,
  ],
  [
    "keys that look like booleans",
    `${head}paths:
  /on:
    get:
      operationId: yes
      tags: [no]
      parameters: [{name: on, in: query, schema: {type: boolean, default: true}}]
      responses: {"200": {description: y, content: {application/json: {schema: {$ref: "#/components/schemas/on"}}}}}
components:
  schemas:
    on: {type: object, required: [on, y], properties: {on: {type: string, enum: [yes, no, on, off, "true", "null", "~"]}, y: {}, n: true, null: {}, true: {}, ~: {}}}
`,
  ],
  [
    "empty and boolean schemas",
    `${head}paths:
  /a:
    post:
      operationId: a
      parameters: [{name: p, in: query, schema: {}}, {name: q, in: query, schema: true}]
      requestBody: {content: {application/json: {schema: true}}}
      responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/Any"}}}}, "201": {description: b, content: {application/json: {}}}}
components:
  schemas:
    Any: {type: object, properties: {all: true, none: false, empty: {}, list: {type: array}, not: {not: {}}, items: {type: array, items: false}, p: {prefixItems: [true], items: true}}}
`,
  ],
  [
    "nullable everything (3.0)",
    `openapi: 3.0.3
info: {title: a, version: "1"}
paths:
  /a:
    post:
      operationId: a
      parameters: [{name: p, in: query, schema: {type: string, nullable: true, enum: [a, null]}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/N"}}}}
      responses: {"200": {description: a, content: {application/json: {schema: {type: array, nullable: true, items: {$ref: "#/components/schemas/N"}}}}}}
components:
  schemas:
    N:
      type: object
      nullable: true
      properties: {s: {type: string, nullable: true}, i: {type: integer, nullable: true, minimum: 1}, l: {type: array, nullable: true, items: {type: boolean, nullable: true}}, o: {nullable: true, allOf: [{$ref: "#/components/schemas/N"}]}, m: {type: object, nullable: true, additionalProperties: {nullable: true}}}
`,
  ],
  [
    "the same tag twice, tags that nobody declares",
    `${head}tags: [{name: a}, {name: a}, {name: b}]
paths:
  /a: {get: {operationId: a, tags: [a, a], responses: ${answer}}}
  /b: {get: {operationId: b, tags: [A], responses: ${answer}}}
  /c: {get: {operationId: c, tags: [Ä], responses: ${answer}}}
`,
  ],
  [
    "ids in other scripts, and alike",
    `${head}paths:
  /名前: {get: {operationId: 名前, tags: [名前], responses: ${answer}}}
  /имя: {get: {operationId: имя, tags: [имя], responses: ${answer}}}
  /💥/{é}: {get: {operationId: 💥, parameters: [{name: é, in: path, required: true, schema: {type: string}}], responses: ${answer}}}
  /a: {get: {operationId: getA, responses: ${answer}}}
  /b: {get: {operationId: getа, responses: ${answer}}}
  /c: {get: {operationId: GetA, responses: ${answer}}}
  /d: {get: {operationId: get_a, responses: ${answer}}}
`,
  ],
  [
    "very long names",
    `${head}paths:
  /${"long/".repeat(60)}end:
    get:
      operationId: ${"get".repeat(200)}
      tags: [${"tag".repeat(200)}]
      parameters: [{name: ${"p".repeat(1000)}, in: query, schema: {type: integer}}]
      responses: {"200": {description: ${"long ".repeat(2000)}, content: {application/json: {schema: {$ref: "#/components/schemas/${"Name".repeat(100)}"}}}}}
  /b: {get: {operationId: ${"get".repeat(200)}2, responses: ${answer}}}
components: {schemas: {${"Name".repeat(100)}: {type: object, properties: {${"x".repeat(1000)}: {type: string}}}}}
`,
  ],
  [
    "names of JavaScript's own",
    `${head}paths:
  /constructor: {get: {operationId: constructor, tags: [__proto__], responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/__proto__"}}}}}}}
  /then: {get: {operationId: then, tags: [constructor], parameters: [{name: __proto__, in: query, schema: {type: string}}, {name: constructor, in: header, schema: {type: string}}, {name: toString, in: cookie, schema: {type: string}}], responses: ${answer}}}
  /{__proto__}/x: {get: {operationId: hasOwnProperty, parameters: [{name: __proto__, in: path, required: true, schema: {type: string}}], responses: ${answer}}}
components:
  schemas:
    __proto__: {type: object, required: [__proto__, constructor], properties: {__proto__: {type: string}, constructor: {$ref: "#/components/schemas/constructor"}, toString: {type: string}}}
    constructor: {type: string, format: constructor, enum: [__proto__, constructor, then]}
`,
  ],
  [
    "names of Windows devices",
    `${head}paths:
  /con: {get: {operationId: con, tags: [con], responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/Aux"}}}}}}}
  /nul: {post: {operationId: NUL, tags: [NUL.txt], responses: ${answer}}}
components: {schemas: {Aux: {type: object, properties: {com1: {type: string}}}}}
`,
  ],
  [
    "extensions everywhere",
    `${head}x-a: 1
paths:
  x-b: {get: 1}
  /a: {x-c: [], get: {x-d: null, operationId: a, responses: {x-e: 1, "200": {x-f: {}, description: a}}}}
components: {x-g: 1, schemas: {S: {x-h: {y: 1}}}}
`,
  ],
  [
    "media types with parameters, in capitals and of ranges",
    `${head}paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {"Application/JSON; charset=utf-8": {schema: {type: object}}, "text/*": {}, "*/*": {}}}
      responses: {"200": {description: a, content: {"APPLICATION/JSON;v=1": {schema: {type: string}}, "image/*": {}}}}
`,
  ],
  [
    "a schema of itself, in every way",
    `${head}paths: {/a: {post: {operationId: a, requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}, responses: {"200": {description: a, content: {application/json: {schema: {$ref: "#/components/schemas/T"}}}}}}}}
components:
  schemas:
    T: {type: object, properties: {self: {$ref: "#/components/schemas/T"}, list: {type: array, items: {$ref: "#/components/schemas/T"}}, map: {type: object, additionalProperties: {$ref: "#/components/schemas/T"}}, either: {oneOf: [{type: "null"}, {$ref: "#/components/schemas/T"}]}}}
`,
  ],
  ["webhooks alone", `${head}webhooks: {a: {post: {responses: ${answer}}}}\n`],
  [
    "security that is empty, or optional",
    `${head}security: []\npaths: {/a: {get: {operationId: a, security: [{}], responses: ${answer}}}}\n`,
  ],
  [
    "enums of one, of other types, of null",
    `${head}paths: {/a: {get: {operationId: a, responses: {"200": {description: a, content: {application/json: {schema: {type: object, properties: {a: {enum: [1]}, b: {enum: [null]}, c: {enum: [1, "1", true, null, [], {}]}, d: {type: string, enum: [""]}, e: {const: {a: [1]}}}}}}}}}}}\n`,
  ],
];
