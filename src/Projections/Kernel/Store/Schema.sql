-- What Marten does not make itself. Run by the schema step as ep_owner; safe to run again.
create schema if not exists ep;
create schema if not exists warehouse;

-- The views of the tables in warehouse that readers are promised (docs/readers.md).
create schema if not exists published;
create schema if not exists published_with_state;

-- Fences only ever grow, also when a row is settled and owed again, so that no old lease is mistaken for a new one.
create sequence if not exists ep.pending_work_fence;

create table if not exists ep.pending_work (
    id          bigint generated always as identity primary key,
    stream_id   uuid not null,
    kind        text not null,
    key         text not null,
    due         timestamptz not null,
    ready_at    timestamptz not null,
    priority    int not null,
    because     text not null,
    lease_owner text,
    lease_until timestamptz,
    fence       bigint not null default 0,
    failures    int not null default 0,
    error       text,
    dead_at     timestamptz,
    woken       boolean not null default false,
    queue       text,
    unique (stream_id, kind, key)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);

alter table ep.pending_work
    add column if not exists woken boolean not null default false, add column if not exists queue text, add column if not exists discarded_at timestamptz;

create index if not exists pending_work_ready on ep.pending_work (priority, ready_at) where dead_at is null;
create index if not exists pending_work_next on ep.pending_work (ready_at) where dead_at is null and lease_until is null;
create index if not exists pending_work_turn on ep.pending_work (key collate "C") where kind = 'turn';
create index if not exists pending_work_queue on ep.pending_work (queue, priority) where queue is not null;
create index if not exists pending_work_leased on ep.pending_work (lease_until) where lease_until is not null;

-- A run of the pipeline ends: the next one that waits for its turn looks, also where its row is ready already, because a look under way may
-- have been too early to see this end. Until this transaction commits nobody looks (Turns.cs): a row that it is too early to see is looked
-- at after it.
create or replace procedure ep.ready_next_turn(ending text, ending_key text) language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('turns of ' || ending, 0));
    update ep.pending_work set ready_at = due, woken = lease_until is not null
    where id = (
        select id from ep.pending_work
        where kind = 'turn' and key collate "C" > ending_key and key collate "C" < ending || '!' order by key collate "C" limit 1);
end $$;

-- Every published number of every generation. Written in the publication's transaction, never changed after (architecture.md, Read models).
create table if not exists ep.investor_metrics (
    interval_id  uuid not null,
    generation   int not null,
    metric       text not null,
    area         text not null,
    pipeline     text not null,
    "interval"   text not null,
    period       text not null,
    period_start date not null,
    grain        text not null,
    dimensions   jsonb not null,
    value        numeric(19, 4),
    unit         text not null,
    completeness text not null,
    warning      text,
    run_id       uuid not null,
    published_at timestamptz not null,
    restatements int not null,
    latest       boolean not null,
    primary key (interval_id, generation, metric, period, dimensions)
);

-- What it was computed over, and since when and why it is not what it would be if it were computed now (domain.md 2.4, 2.4a).
alter table ep.investor_metrics
    add column if not exists coverage jsonb, add column if not exists stale_since timestamptz, add column if not exists stale_because text;

create index if not exists investor_metrics_latest on ep.investor_metrics (metric, period_start, dimensions) where latest;

-- Per interval the generation in force. Written in the publication's transaction.
create table if not exists ep.publications (
    pipeline   text collate "C" not null,
    "interval" text collate "C" not null,
    generation int not null,
    version    bigint not null,
    primary key (pipeline, "interval")
);

-- Its sources and models that are complete, and how the others stand; whether its numbers are not what they would be if they were computed now.
alter table ep.publications
    add column if not exists complete text[], add column if not exists others jsonb, add column if not exists stale boolean not null default false;

create index if not exists publications_stale on ep.publications (pipeline, "interval") where stale;

-- The answer given to a command with an Idempotency-Key, written in the transaction of its events: a key seen again gets the same answer
-- and changes nothing, also when the process died between the commit and the answer.
create table if not exists ep.idempotency (
    key         text primary key,
    request     text not null,
    status      int not null,
    location    text,
    body        text not null,
    answered_at timestamptz not null
);

create index if not exists idempotency_answered on ep.idempotency (answered_at);

-- The size and time of each delivered file as it was last looked at, relative to the data folder. A memory: lost, all files are looked at once.
create table if not exists ep.file_stamps (path text collate "C" primary key, size bigint not null, modified bigint not null);

-- By which version of its fold each model is there. One without a row is of before folds had versions: the first.
create table if not exists ep.folds (model text primary key, version int not null, folded_at timestamptz not null default now());

-- The roles that read what is published (docs/readers.md); the schema step enters them.
create table if not exists ep.readers (role name primary key);

-- Lets the readers read what the caller owns of the published tables and views, and what it makes from now on. Both are done together, and nothing
-- where they are done: a role that was dropped has lost them, and gets them again when it is made anew.
create or replace procedure ep.open_to_readers() language plpgsql as $$
declare
    caller constant oid := (select oid from pg_roles where rolname = current_user);
    reader record;
    relation regclass;
begin
    perform pg_advisory_xact_lock(hashtext('warehouse'));
    for reader in
        select pg_roles.oid, rolname, pg_namespace.oid as schema, nspname
        from ep.readers join pg_roles on rolname = role cross join pg_namespace
        where nspname in ('warehouse', 'published', 'published_with_state') and not exists (
            select from pg_default_acl, aclexplode(defaclacl) as given
            where defaclrole = caller and defaclnamespace = pg_namespace.oid and defaclobjtype = 'r' and given.grantee = pg_roles.oid and given.privilege_type = 'SELECT')
    loop
        for relation in select oid from pg_class where relnamespace = reader.schema and relowner = caller and relkind in ('r', 'p', 'v', 'm')
        loop
            execute format('grant select on %s to %I', relation, reader.rolname);
        end loop;
        execute format('alter default privileges in schema %I grant select on tables to %I', reader.nspname, reader.rolname);
    end loop;
end $$;

-- One row per schema that this database was brought to, so that a start against an up-to-date database costs one query.
create table if not exists ep.schema_step (fingerprint text primary key, applied_at timestamptz not null default now());
