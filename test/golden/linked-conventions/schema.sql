CREATE TABLE people (person_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), "fullName" text NOT NULL, birth_date date);
CREATE TABLE order_status (code char(3) PRIMARY KEY, label text NOT NULL);
CREATE TABLE sales_orders (
  id bigserial PRIMARY KEY,
  number text NOT NULL,
  buyer_id uuid NOT NULL REFERENCES people,
  seller_id uuid NOT NULL REFERENCES people,
  status char(3) NOT NULL REFERENCES order_status (code),
  total numeric(12, 2) NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX ON sales_orders (number);
CREATE TABLE sales_order_lines (
  sales_order_id bigint REFERENCES sales_orders ON DELETE CASCADE,
  line_no integer,
  sku text NOT NULL,
  PRIMARY KEY (sales_order_id, line_no)
);
CREATE TABLE profiles (person_id uuid PRIMARY KEY REFERENCES people, bio text);
CREATE VIEW big_orders AS SELECT o.id, o.total FROM sales_orders o WHERE o.total > 1000;
