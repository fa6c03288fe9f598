#!/usr/bin/env bash
# Runs once, when the postgres container creates its data: the same roles as src/Cli/Homes/NewCluster.cs and ReaderRole.cs give a private server.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -v owner_password="$POSTGRES_PASSWORD" -v app_password="$EVENTED_APP_PASSWORD" -v reader_password="${EVENTED_READER_PASSWORD:-}" -U postgres -d evented <<'SQL'
create role ep_owner login password :'owner_password';
create role ep_app login password :'app_password';
alter role ep_app set lock_timeout = '5s';
alter role ep_app set idle_in_transaction_session_timeout = '30s';
create role evented_reader login connection limit 30 password :'reader_password';
alter role evented_reader set default_transaction_read_only = on;
alter role evented_reader set statement_timeout = '5min';
alter role evented_reader set idle_in_transaction_session_timeout = '10min';
alter database evented owner to ep_owner;
alter schema public owner to ep_owner;
revoke all on database evented from public;
revoke create on schema public from public;
grant connect, temporary on database evented to ep_app;
SQL
