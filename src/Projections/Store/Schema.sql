-- What Marten does not make itself. Run by the schema step as ep_owner; safe to run again.
create schema if not exists ep;
create schema if not exists warehouse;

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
    unique (stream_id, kind, key)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);

create index if not exists pending_work_ready on ep.pending_work (priority, ready_at) where dead_at is null;
create index if not exists pending_work_next on ep.pending_work (ready_at) where dead_at is null and lease_until is null;
create index if not exists pending_work_turn on ep.pending_work (key collate "C") where kind = 'turn';
create index if not exists pending_work_leased on ep.pending_work (lease_until) where lease_until is not null;

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

create index if not exists investor_metrics_latest on ep.investor_metrics (metric, period_start, dimensions) where latest;

-- Per interval the generation in force. Written in the publication's transaction.
create table if not exists ep.publications (
    pipeline   text collate "C" not null,
    "interval" text collate "C" not null,
    generation int not null,
    version    bigint not null,
    primary key (pipeline, "interval")
);

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

-- One row per schema that this database was brought to, so that a start against an up-to-date database costs one query.
create table if not exists ep.schema_step (fingerprint text primary key, applied_at timestamptz not null default now());
