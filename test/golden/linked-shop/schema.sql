CREATE TYPE order_status AS ENUM ('open', 'paid');

CREATE TABLE customers (
  customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE
);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  status order_status NOT NULL DEFAULT 'open',
  total_cents integer NOT NULL CHECK (total_cents >= 0),
  placed_at timestamptz NOT NULL DEFAULT now()
);

-- Two ways to the same rows.
CREATE INDEX ON orders (customer_id, placed_at DESC) WHERE status = 'open';

CREATE TABLE order_items (
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_sku varchar(32) NOT NULL,
  quantity integer NOT NULL,
  PRIMARY KEY (order_id, product_sku)
);
