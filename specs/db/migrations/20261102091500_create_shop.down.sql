-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 2edeb4d1f7ed

SET LOCAL search_path = pg_catalog;

SET LOCAL check_function_bodies = off;

DROP VIEW "public"."order_totals";

ALTER TABLE "public"."addresses" DROP CONSTRAINT "addresses_customer_id_fkey";

ALTER TABLE "public"."categories" DROP CONSTRAINT "categories_parent_id_fkey";

ALTER TABLE "public"."inventory" DROP CONSTRAINT "inventory_product_id_fkey";

ALTER TABLE "public"."order_items" DROP CONSTRAINT "order_items_order_id_fkey";

ALTER TABLE "public"."order_items" DROP CONSTRAINT "order_items_product_id_fkey";

ALTER TABLE "public"."orders" DROP CONSTRAINT "orders_address_id_fkey";

ALTER TABLE "public"."orders" DROP CONSTRAINT "orders_customer_id_fkey";

ALTER TABLE "public"."products" DROP CONSTRAINT "products_category_id_fkey";

DROP TABLE "public"."addresses";

DROP TABLE "public"."categories";

DROP TABLE "public"."customers";

DROP DOMAIN "public"."email_address";

DROP TABLE "public"."inventory";

DROP TABLE "public"."order_items";

DROP TABLE "public"."orders";

DROP TYPE "public"."order_status";

DROP TABLE "public"."products";

DROP FUNCTION "public"."touch_updated_at"();
