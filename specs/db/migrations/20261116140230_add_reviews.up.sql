-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 65ff4973e229
-- specline:part 1/2
-- specline:engine @supabase/pg-delta 1.0.0-alpha.34
-- specline:proved up and down on PostgreSQL 18
-- specline:down-loses drops table public.reviews

SET LOCAL search_path = pg_catalog;

CREATE TABLE "public"."reviews" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "product_id" bigint NOT NULL, "customer_id" bigint NOT NULL, "rating" smallint NOT NULL, "title" text NOT NULL, "body" text NOT NULL DEFAULT ''::text, "created_at" timestamp with time zone NOT NULL DEFAULT now(), CONSTRAINT "reviews_body_check" CHECK ((length(body) <= 4000)), CONSTRAINT "reviews_pkey" PRIMARY KEY (id), CONSTRAINT "reviews_product_id_customer_id_key" UNIQUE (product_id, customer_id), CONSTRAINT "reviews_rating_check" CHECK (((rating >= 1) AND (rating <= 5))), CONSTRAINT "reviews_title_check" CHECK (((length(title) >= 1) AND (length(title) <= 120))));

ALTER TABLE "public"."reviews" ADD CONSTRAINT "reviews_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;

ALTER TABLE "public"."reviews" ADD CONSTRAINT "reviews_product_id_fkey" FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

CREATE INDEX reviews_customer_id_idx ON public.reviews USING btree (customer_id);
