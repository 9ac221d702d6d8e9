import { shop } from "./shop";

/** A change that has an online form: the schema after it, and the SQL that people write for it. */
export interface Change {
  readonly title: string;
  readonly after: string;
  readonly plain: readonly string[];
  /** Table that somebody reads for a second when the change begins. */
  readonly readFirst?: string;
  /** Whether our plan is made with `--expand-contract`. */
  readonly expandContract?: true;
}

export const changes: readonly Change[] = [
  adding(
    "add foreign key",
    "ALTER TABLE order_items ADD CONSTRAINT items_order FOREIGN KEY (order_id) REFERENCES orders",
  ),
  adding("add check", "ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0)"),
  adding("add check, partitioned", "ALTER TABLE events ADD CONSTRAINT events_order CHECK (order_id > 0)"),
  adding(
    "add foreign key, partitioned",
    "ALTER TABLE events ADD CONSTRAINT events_order FOREIGN KEY (order_id) REFERENCES orders",
  ),
  adding("add unique", "ALTER TABLE orders ADD CONSTRAINT orders_number UNIQUE (number)"),
  adding(
    "add primary key, nullable column",
    "ALTER TABLE order_items ADD CONSTRAINT order_items_pkey PRIMARY KEY (id)",
  ),
  adding("add unique, partitioned", "ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (shard, order_id, id)"),
  {
    title: "replace primary key, partitioned",
    after: edited("PRIMARY KEY (shard, id)", "PRIMARY KEY (id, shard)"),
    plain: ["ALTER TABLE events DROP CONSTRAINT events_pkey, ADD CONSTRAINT events_pkey PRIMARY KEY (id, shard)"],
  },
  {
    title: "replace unique",
    after: edited(
      " CONSTRAINT orders_reference_key UNIQUE,",
      ",\n  CONSTRAINT orders_reference_key UNIQUE (reference, number),",
    ),
    plain: [
      `ALTER TABLE orders DROP CONSTRAINT orders_reference_key,
       ADD CONSTRAINT orders_reference_key UNIQUE (reference, number)`,
    ],
  },
  {
    title: "set not null",
    after: edited("customer_id integer", "customer_id integer NOT NULL"),
    plain: ["ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL"],
  },
  {
    title: "set not null, partitioned",
    after: edited("order_id bigint,\n  PRIMARY", "order_id bigint NOT NULL,\n  PRIMARY"),
    plain: ["ALTER TABLE events ALTER COLUMN order_id SET NOT NULL"],
  },
  adding("create index", "CREATE INDEX orders_created_at ON orders (created_at)"),
  adding("create unique index", "CREATE UNIQUE INDEX orders_number ON orders (number)"),
  adding("create index, partitioned", "CREATE INDEX events_order ON events (order_id)"),
  {
    title: "drop index",
    after: edited("CREATE INDEX orders_status_idx ON orders (status);", ""),
    plain: ["DROP INDEX orders_status_idx"],
    // It reads and writes no row: it blocks by waiting for those who read.
    readFirst: "orders",
  },
  {
    title: "replace index",
    after: edited("ON orders (status);", "ON orders (status, created_at);"),
    plain: ["DROP INDEX orders_status_idx", "CREATE INDEX orders_status_idx ON orders (status, created_at)"],
  },
  addingColumn("add column, volatile default", "token uuid DEFAULT gen_random_uuid()"),
  {
    title: "widen a column",
    after: edited("customer_id integer", "customer_id bigint"),
    plain: ["ALTER TABLE orders ALTER COLUMN customer_id TYPE bigint"],
    expandContract: true,
  },
  {
    title: "widen a column of a view",
    after: edited("quantity integer", "quantity bigint"),
    plain: [
      `BEGIN; DROP VIEW large_items; ALTER TABLE order_items ALTER COLUMN quantity TYPE bigint;
       CREATE VIEW large_items AS SELECT id, order_id, quantity FROM order_items WHERE quantity > 5; COMMIT`,
    ],
    expandContract: true,
  },
  {
    title: "remove a label of an enum",
    after: edited("'phone', 'fax'", "'phone'"),
    plain: [
      `BEGIN; ALTER TYPE channel RENAME TO old_channel; CREATE TYPE channel AS ENUM ('web', 'phone');
       ALTER TABLE orders ALTER COLUMN channel DROP DEFAULT, ALTER COLUMN channel TYPE channel USING channel::text::channel,
       ALTER COLUMN channel SET DEFAULT 'web'; DROP TYPE old_channel; COMMIT`,
    ],
    expandContract: true,
  },
  addingColumn("add column, volatile default, not null", "token uuid DEFAULT gen_random_uuid() NOT NULL"),
  addingColumn("add column, identity", "serial_number bigint GENERATED ALWAYS AS IDENTITY"),
];

function adding(title: string, sql: string): Change {
  return { title, after: `${shop}${sql};\n`, plain: [sql] };
}

function addingColumn(title: string, definition: string): Change {
  const last = "created_at timestamp with time zone DEFAULT now() NOT NULL";
  return {
    title,
    after: edited(last, `${last},\n  ${definition}`),
    plain: [`ALTER TABLE orders ADD COLUMN ${definition}`],
  };
}

function edited(text: string, replacement: string): string {
  const after = shop.replace(text, replacement);
  if (after === shop) throw new Error(`the shop does not say ${text}`);
  return after;
}
