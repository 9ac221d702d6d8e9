import { expect, it } from "vitest";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { randomOf } from "../../random/random";
import { compareEntities } from "./compare-entities";
import { entityDiagrams } from "./entity-diagrams";

interface Table {
  readonly name: string;
  /** Name → type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly primary?: string;
  /** Column → table. */
  readonly foreign?: Readonly<Record<string, string>>;
  readonly indexes?: readonly string[];
}

function snapshot(...tables: readonly Table[]): CatalogSnapshot {
  const objects = tables.flatMap(({ name, columns, primary, foreign = {}, indexes = [] }): CatalogObject[] => {
    const table = `public.${name}`;
    const part = (kind: string, own: string, facts: CatalogObject["facts"]) => ({
      kind,
      name: `${table}.${own}`,
      facts,
    });
    return [
      { kind: "table", name: table, facts: {} },
      { kind: "column order", name: table, facts: { columns: Object.keys(columns).join(", ") } },
      ...Object.entries(columns).map(([column, type]) => part("column", column, { type, "is not null": false })),
      ...(primary === undefined ? [] : [part("constraint", "pkey", { definition: `PRIMARY KEY (${primary})` })]),
      ...Object.entries(foreign).map(([column, to], index) =>
        part("constraint", `key_${index}`, {
          definition: `FOREIGN KEY (${column}) REFERENCES public.${to}(id)`,
        }),
      ),
      ...indexes.map((index) => ({
        kind: "index",
        name: `public.${index}`,
        facts: { definition: `CREATE INDEX ${index} ON ${table} USING btree (id)` },
      })),
    ];
  });
  return { objects, unmodelled: [] };
}

const users: Table = { name: "users", columns: { id: "bigint", name: "text", legacy: "integer" }, primary: "id" };
const orders: Table = {
  name: "orders",
  columns: { id: "bigint", user_id: "bigint" },
  primary: "id",
  foreign: { user_id: "users" },
};
const far: Table = { name: "far", columns: { id: "bigint" } };

const before = snapshot(users, orders, far, { name: "old", columns: { id: "bigint" } });
const after = snapshot(
  { ...users, columns: { id: "bigint", name: "varchar(9)", email: "text" }, indexes: ["users_name"] },
  orders,
  far,
  { name: '"new <table>"', columns: { '"a, b"': "text" }, foreign: { '"a, b"': "orders" } },
);

it("finds what comes, goes and changes, with the keys", () => {
  const { entities, relations } = compareEntities(before, after);
  const column = { isPrimary: false, isForeign: false };
  expect(entities).toEqual([
    {
      name: 'public."new <table>"',
      mark: "added",
      columns: [{ ...column, name: '"a, b"', type: "text", isForeign: true, mark: "added" }],
      parts: [],
    },
    { name: "public.far", mark: "kept", columns: [{ ...column, name: "id", type: "bigint", mark: "kept" }], parts: [] },
    {
      name: "public.old",
      mark: "dropped",
      columns: [{ ...column, name: "id", type: "bigint", mark: "dropped" }],
      parts: [],
    },
    {
      name: "public.orders",
      mark: "kept",
      columns: [
        { ...column, name: "id", type: "bigint", isPrimary: true, mark: "kept" },
        { ...column, name: "user_id", type: "bigint", isForeign: true, mark: "kept" },
      ],
      parts: [],
    },
    {
      name: "public.users",
      mark: "changed",
      columns: [
        { ...column, name: "id", type: "bigint", isPrimary: true, mark: "kept" },
        { ...column, name: "name", type: "varchar(9)", was: "text", mark: "changed" },
        { ...column, name: "legacy", type: "integer", mark: "dropped" },
        { ...column, name: "email", type: "text", mark: "added" },
      ],
      parts: [{ text: "index users_name", mark: "added" }],
    },
  ]);
  expect(relations.map(({ name, from, to, mark }) => [name, from, to, mark])).toEqual([
    ["key_0", 'public."new <table>"', "public.orders", "added"],
    ["key_0", "public.orders", "public.users", "kept"],
  ]);
});

it("draws what changes and its neighbours, in words and signs too, and no text as markup", () => {
  const [picture, ...others] = entityDiagrams(before, after);
  if (picture?.kind !== "figure") throw new Error("no picture");
  expect(others).toEqual([]);
  const { svg } = picture;
  expect(svg).not.toContain("<table>");
  expect(svg).not.toContain("public.far");
  for (const text of [
    "− public.old",
    "~ public.users",
    "+ public.&quot;new &lt;table&gt;&quot;",
    "public.orders",
    "text → varchar(9)",
  ]) {
    expect(svg).toContain(text);
  }
  expect(/<desc[^>]*>(.*?)<\/desc>/s.exec(svg)?.[1]).toBe(
    "Table public.&quot;new &lt;table&gt;&quot; added. Table public.old dropped. Table public.users changed: changed name text → varchar(9); dropped legacy integer; added email text; added index users_name. Foreign key key_0 from public.&quot;new &lt;table&gt;&quot; to public.orders added.",
  );
  expect(entityDiagrams(before, after)).toEqual([picture]);
});

it("tells how a column is generated, and sees that it changes", () => {
  const total = (generated: string): CatalogSnapshot => ({
    objects: [
      { kind: "table", name: "public.t", facts: {} },
      { kind: "column order", name: "public.t", facts: { columns: "total" } },
      { kind: "column", name: "public.t.total", facts: { type: "integer", generated } },
    ],
    unmodelled: [],
  });
  const { entities } = compareEntities(total("s (a * 2)"), total("s (a * 3)"));
  expect(entities.flatMap((one) => one.columns)).toMatchObject([
    { was: "integer = (a * 2)", type: "integer = (a * 3)", mark: "changed" },
  ]);
});

it("draws nothing where no table changes, and several pictures where many do", () => {
  expect(entityDiagrams(before, before)).toEqual([]);
  const many = Array.from({ length: 30 }, (_, index): Table => ({ name: `t${index}`, columns: { id: "bigint" } }));
  const pictures = entityDiagrams(snapshot(), snapshot(...many));
  expect(pictures.map((one) => one.title)).toEqual(
    [1, 2, 3].map((number) => `schema before and after (${number} of 3)`),
  );
  const named = pictures.flatMap((one) => (one.kind === "figure" ? [...one.svg.matchAll(/>\+ public\.(t\d+)</g)] : []));
  expect(new Set(named.map(([, name]) => name)).size).toBe(30);
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tables of random sizes with random keys, circles and keys to themselves among them. */
function randomTables(seed: number): readonly Table[] {
  const random = randomOf(`diagram ${seed}`);
  const names = Array.from({ length: 2 + random.integer(0, 16) }, (_, index) => `t${index}`);
  return names.map((name): Table => {
    const targets = names.filter(() => random.chance(0.15));
    const columns = Array.from({ length: 1 + random.integer(0, 12) }, (_, index) => [`c${index}`, "text"] as const);
    const keys = targets.map((target) => [`${target}_id`, target] as const);
    return {
      name,
      columns: Object.fromEntries([...columns, ...keys.map(([key]) => [key, "bigint"] as const)]),
      foreign: Object.fromEntries(keys),
    };
  });
}

it.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "no box covers another, and no line runs through one: %d",
  (seed) => {
    for (const picture of entityDiagrams(snapshot(), snapshot(...randomTables(seed)))) {
      if (picture.kind !== "figure") throw new Error("no picture");
      const boxes = boxesOf(picture.svg);
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) expect(overlap(a, b), JSON.stringify([a, b])).toBe(false);
      }
      for (const point of pointsOf(picture.svg)) {
        const inside = boxes.filter((box) => holds(box, point));
        expect(inside, JSON.stringify(point)).toEqual([]);
      }
    }
  },
);

function boxesOf(svg: string): readonly Box[] {
  const rects = svg.matchAll(/<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/g);
  return [...rects].map(([, ...numbers]) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    return { x, y, width, height };
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A pixel of the edge belongs to the line that ends there. */
function holds({ x, y, width, height }: Box, point: { readonly x: number; readonly y: number }): boolean {
  return point.x > x + 1 && point.x < x + width - 1 && point.y > y + 1 && point.y < y + height - 1;
}

/** Points along the curves of all lines. */
function pointsOf(svg: string): readonly { readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/class="relation \w+" d="M([\d.-]+) ([\d.-]+)((?:C[^"C]+)*)"/g)].flatMap(
    ([, x, y, curves = ""]) => {
      let from = { x: Number(x), y: Number(y) };
      return [...curves.matchAll(/C([\d. -]+)/g)].flatMap(([, text = ""]) => {
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = text.trim().split(" ").map(Number);
        const start = from;
        from = { x: x3, y: y3 };
        return Array.from({ length: 11 }, (_, step) => {
          const t = step / 10;
          const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3] as const;
          const at = (a: number, b: number, c: number, d: number) =>
            weights[0] * a + weights[1] * b + weights[2] * c + weights[3] * d;
          return { x: at(start.x, x1, x2, x3), y: at(start.y, y1, y2, y3) };
        });
      });
    },
  );
}
