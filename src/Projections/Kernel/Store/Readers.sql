-- What a reader may: the published tables with their views, and of the store the one table that is meant for readers. Run by the schema step as ep_owner.
do $$
begin
    if not has_database_privilege('{name}', current_database(), 'connect') then
        execute format('grant connect on database %I to %I', current_database(), '{name}');
    end if;
end $$;

grant usage on schema ep, warehouse, published, published_with_state to {reader};
grant select on ep.investor_metrics to {reader};
insert into ep.readers (role) values ('{name}') on conflict do nothing;
call ep.open_to_readers();
