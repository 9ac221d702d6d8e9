-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 2edeb4d1f7ed
-- specline:engine @supabase/pg-delta 1.0.0-alpha.34
-- specline:proved up and down on PostgreSQL 18
-- specline:down-loses drops table public.addresses
-- specline:down-loses drops table public.categories
-- specline:down-loses drops table public.customers
-- specline:down-loses drops table public.inventory
-- specline:down-loses drops table public.order_items
-- specline:down-loses drops table public.orders
-- specline:down-loses drops table public.products

SET LOCAL search_path = pg_catalog;

SET LOCAL check_function_bodies = off;

CREATE TABLE "public"."addresses" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "customer_id" bigint NOT NULL, "label" text NOT NULL DEFAULT 'home'::text, "line1" text NOT NULL, "line2" text, "city" text NOT NULL, "postal_code" text NOT NULL, "country" character(2) NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "addresses_city_check" CHECK (((length(city) >= 1) AND (length(city) <= 100))), CONSTRAINT "addresses_country_check" CHECK ((country ~ '^[A-Z]{2}$'::text)), CONSTRAINT "addresses_label_check" CHECK (((length(label) >= 1) AND (length(label) <= 40))), CONSTRAINT "addresses_line1_check" CHECK (((length(line1) >= 1) AND (length(line1) <= 200))), CONSTRAINT "addresses_line2_check" CHECK ((length(line2) <= 200)), CONSTRAINT "addresses_pkey" PRIMARY KEY (id), CONSTRAINT "addresses_postal_code_check" CHECK (((length(postal_code) >= 1) AND (length(postal_code) <= 20))));

CREATE TABLE "public"."categories" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "slug" text NOT NULL, "name" text NOT NULL, "parent_id" bigint, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "categories_name_check" CHECK (((length(name) >= 1) AND (length(name) <= 80))), CONSTRAINT "categories_pkey" PRIMARY KEY (id), CONSTRAINT "categories_slug_check" CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 80))), CONSTRAINT "categories_slug_key" UNIQUE (slug));

CREATE DOMAIN "public"."email_address" AS text CONSTRAINT "email_address_check" CHECK (((VALUE ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$'::text) AND (length(VALUE) <= 254)));

CREATE TABLE "public"."customers" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "email" public.email_address NOT NULL, "name" text NOT NULL, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "customers_name_check" CHECK (((length(name) >= 1) AND (length(name) <= 120))), CONSTRAINT "customers_pkey" PRIMARY KEY (id));

CREATE TABLE "public"."inventory" ("product_id" bigint NOT NULL, "quantity" integer NOT NULL DEFAULT 0, "reserved" integer NOT NULL DEFAULT 0, "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "inventory_pkey" PRIMARY KEY (product_id), CONSTRAINT "inventory_quantity_check" CHECK ((quantity >= 0)), CONSTRAINT "inventory_reserved_is_in_stock" CHECK (((reserved >= 0) AND (reserved <= quantity))));

CREATE TABLE "public"."order_items" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "order_id" bigint NOT NULL, "product_id" bigint NOT NULL, "quantity" integer NOT NULL, "unit_price_cents" integer NOT NULL, CONSTRAINT "order_items_order_id_product_id_key" UNIQUE (order_id, product_id), CONSTRAINT "order_items_pkey" PRIMARY KEY (id), CONSTRAINT "order_items_quantity_check" CHECK (((quantity >= 1) AND (quantity <= 1000))), CONSTRAINT "order_items_unit_price_cents_check" CHECK ((unit_price_cents >= 0)));

CREATE TYPE "public"."order_status" AS ENUM ('pending', 'paid', 'shipped', 'delivered', 'cancelled');

CREATE TABLE "public"."orders" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "customer_id" bigint NOT NULL, "address_id" bigint, "status" public.order_status NOT NULL DEFAULT 'pending'::public.order_status, "note" text, "placed_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "orders_note_check" CHECK ((length(note) <= 500)), CONSTRAINT "orders_pkey" PRIMARY KEY (id));

CREATE TABLE "public"."products" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "category_id" bigint NOT NULL, "sku" text NOT NULL, "name" text NOT NULL, "description" text NOT NULL DEFAULT ''::text, "price_cents" integer NOT NULL, "currency" character(3) NOT NULL DEFAULT 'EUR'::bpchar, "is_active" boolean NOT NULL DEFAULT true, "search_text" text GENERATED ALWAYS AS (lower(((name || ' '::text) || sku))) STORED, "created_at" timestamp with time zone NOT NULL DEFAULT now(), "updated_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "products_currency_check" CHECK ((currency ~ '^[A-Z]{3}$'::text)), CONSTRAINT "products_description_check" CHECK ((length(description) <= 2000)), CONSTRAINT "products_name_check" CHECK (((length(name) >= 1) AND (length(name) <= 200))), CONSTRAINT "products_pkey" PRIMARY KEY (id), CONSTRAINT "products_price_cents_check" CHECK (((price_cents >= 0) AND (price_cents <= 100000000))), CONSTRAINT "products_sku_check" CHECK ((sku ~ '^[A-Z0-9][A-Z0-9-]{2,31}$'::text)), CONSTRAINT "products_sku_key" UNIQUE (sku));

CREATE OR REPLACE FUNCTION public.touch_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$function$;

ALTER TABLE "public"."categories" ADD CONSTRAINT "categories_parent_id_fkey" FOREIGN KEY (parent_id) REFERENCES public.categories(id) ON DELETE SET NULL;

ALTER TABLE "public"."customers" ADD CONSTRAINT "customers_email_key" UNIQUE (email);

ALTER TABLE "public"."addresses" ADD CONSTRAINT "addresses_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;

ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_address_id_fkey" FOREIGN KEY (address_id) REFERENCES public.addresses(id) ON DELETE SET NULL;

ALTER TABLE "public"."orders" ADD CONSTRAINT "orders_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE RESTRICT;

ALTER TABLE "public"."order_items" ADD CONSTRAINT "order_items_order_id_fkey" FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE;

ALTER TABLE "public"."products" ADD CONSTRAINT "products_category_id_fkey" FOREIGN KEY (category_id) REFERENCES public.categories(id) ON DELETE RESTRICT;

ALTER TABLE "public"."inventory" ADD CONSTRAINT "inventory_product_id_fkey" FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE "public"."order_items" ADD CONSTRAINT "order_items_product_id_fkey" FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE RESTRICT;

CREATE VIEW "public"."order_totals" AS  SELECT o.id AS order_id,
    o.customer_id,
    o.status,
    count(i.id) AS item_count,
    (COALESCE(sum(((i.quantity)::bigint * i.unit_price_cents)), (0)::numeric))::bigint AS total_cents
   FROM (public.orders o
     LEFT JOIN public.order_items i ON ((i.order_id = o.id)))
  GROUP BY o.id;

CREATE INDEX addresses_customer_id_idx ON public.addresses USING btree (customer_id);

CREATE INDEX categories_parent_id_idx ON public.categories USING btree (parent_id);

CREATE INDEX order_items_product_id_idx ON public.order_items USING btree (product_id);

CREATE INDEX orders_address_id_idx ON public.orders USING btree (address_id);

CREATE INDEX orders_customer_id_placed_at_idx ON public.orders USING btree (customer_id, placed_at DESC);

CREATE INDEX orders_open_idx ON public.orders USING btree (placed_at) WHERE (status = ANY (ARRAY['pending'::public.order_status, 'paid'::public.order_status]));

CREATE INDEX products_category_id_price_idx ON public.products USING btree (category_id, price_cents);

CREATE TRIGGER customers_touch_updated_at BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER inventory_touch_updated_at BEFORE UPDATE ON public.inventory FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER orders_touch_updated_at BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER products_touch_updated_at BEFORE UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();
