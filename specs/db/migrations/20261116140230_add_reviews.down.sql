-- Planned by `nx run <project>:diff`. Do not edit: once applied, a changed file is refused.
-- specline:plan 65ff4973e229
-- specline:part 1/2

-- Nothing to do in this part.
