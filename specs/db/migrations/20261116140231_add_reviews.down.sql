-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 65ff4973e229
-- specline:part 2/2

SET LOCAL search_path = pg_catalog;

DROP INDEX "public"."products_active_created_at_idx";

ALTER TABLE "public"."reviews" DROP CONSTRAINT "reviews_customer_id_fkey";

ALTER TABLE "public"."reviews" DROP CONSTRAINT "reviews_product_id_fkey";

DROP TABLE "public"."reviews";
