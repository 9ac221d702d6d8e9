-- atlas:txmode none
-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 65ff4973e229
-- specline:part 2/2
-- specline:engine @supabase/pg-delta 1.0.0-alpha.34
-- specline:proved up and down on PostgreSQL 18
-- specline:down-loses drops table public.reviews

CREATE INDEX CONCURRENTLY products_active_created_at_idx ON public.products USING btree (created_at DESC, id) WHERE is_active;
