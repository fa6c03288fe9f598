-- The app inserts events and never changes or removes one (domain.md 8.1).
grant usage on schema ep, wolverine to {app};
grant usage, create on schema warehouse, published, published_with_state to {app};
grant select, insert, update, delete on all tables in schema ep to {app};
grant select, insert, update, delete on all tables in schema wolverine to {app};
grant usage, select on all sequences in schema ep to {app};
grant usage, select on all sequences in schema wolverine to {app};
grant execute on all routines in schema ep to {app};
grant execute on all routines in schema wolverine to {app};
revoke update, delete, truncate on ep.mt_events from {app};
revoke insert, update, delete on ep.schema_step, ep.folds, ep.readers from {app};

-- Everybody may call a new routine. Readers come into the schema, for a table of it, and have no business with those.
revoke execute on all routines in schema ep from public;
revoke execute on all routines in schema wolverine from public;

-- So that a reporting job writes `select * from daily_profit_summary`.
do $$
begin
    execute format('alter database %I set search_path to "$user", public, warehouse, ep', current_database());
end $$;
