import type { Database } from "../../../apps/shop/src/generated/runtime/database";

const at = "2026-01-31 12:00:00.123456+00";

const order = {
  id: "4711",
  customer_id: "7",
  address_id: null,
  status: "pending",
  note: "Leave it at the door.",
  placed_at: at,
  updated_at: at,
  total_cents: "4997",
};

const items = [1, 2, 3].map((id) => ({
  id: String(id),
  product_id: String(id * 10),
  quantity: id,
  unit_price_cents: 999,
}));

const prices = items.map(({ product_id }) => ({ id: product_id, price_cents: 999, is_active: true }));

const products = Array.from({ length: 21 }, (_, index) => ({
  id: String(index + 1),
  category_id: "3",
  sku: `SKU-${1000 + index}`,
  name: `Product ${index + 1}`,
  description: "Made of what it is made of, and good for what it is good for.",
  price_cents: 100 * (index + 1),
  currency: "EUR",
  is_active: true,
  created_at: at,
  updated_at: at,
}));

/** The first part of a statement's text → what it answers. */
const answers: readonly (readonly [RegExp, readonly object[]])[] = [
  [/^SELECT id, price_cents/, prices],
  [/^INSERT INTO orders/, [{ id: order.id }]],
  [/^\s+INSERT INTO order_items/, []],
  [/^\s+SELECT o\.id/, [order]],
  [/^\s+SELECT id, product_id/, items],
  [/^SELECT id, category_id/, products],
];

/** Answers each statement of the measured operations at once, so that nothing but the server is measured. */
export const cannedDatabase: Database = {
  async query<Row extends object>({ text }: { readonly text: string }) {
    const found = answers.find(([pattern]) => pattern.test(text));
    if (found === undefined) throw new Error(`no canned answer to ${text}`);
    const rows = [...found[1]] as Row[];
    return { rows, rowCount: rows.length };
  },
  transaction: (work) => work(cannedDatabase),
  checkReady: async () => {},
  close: async () => {},
};
