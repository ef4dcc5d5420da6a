-- What every module stands on: tasks (events, timers, jobs), commands, pushes, keys, audit, limits.
create extension if not exists btree_gist;
grant usage on schema core to banyi_app;

-- One row is one promise: a reaction to an event, a timer, a job. Written in the transaction of the fact it follows from.
create table core.tasks (
  id bigint generated always as identity primary key,
  kind text not null,
  key text unique,
  payload jsonb not null,
  run_at timestamptz not null,
  attempts int not null default 0,
  locked_until timestamptz,
  last_error text,
  dead_at timestamptz,
  created_at timestamptz not null
);
create index tasks_due on core.tasks (run_at) where dead_at is null;

-- A command id that was carried out. The answer to a retry is the present state, so no answer is kept.
create table core.commands (
  actor_id uuid not null,
  command_id uuid not null,
  name text not null,
  subject_id uuid not null,
  created_at timestamptz not null,
  primary key (actor_id, command_id)
);

create index commands_old on core.commands (created_at);

-- Pushes with a gapless number per topic: the row lock on the topic makes commit order the order of numbers.
create table core.topics (topic text primary key, last_seq bigint not null) with (fillfactor = 70);
create table core.pushes (
  topic text not null,
  seq bigint not null,
  kind text not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (topic, seq)
);
create index pushes_old on core.pushes (at);

-- Data key of one subject (a patient, an account), wrapped by a master key. Deleting the row forgets the subject.
create table core.subject_keys (
  subject_id uuid primary key,
  wrapped bytea not null,
  master_version int not null,
  created_at timestamptz not null default now()
);

create table core.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  action text not null,
  subject_id text not null,
  reason text not null default '',
  detail jsonb not null default '{}'
);
create index audit_subject on core.audit (subject_id, id);

create table core.rate_limits (
  key text not null,
  window_start timestamptz not null,
  taken int not null,
  primary key (key, window_start)
);

create function core.refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_schema || '.' || tg_table_name using errcode = '42501'; end $$;
create trigger append_only before update or delete on core.audit for each row execute function core.refuse_change();
create trigger no_truncate before truncate on core.audit for each statement execute function core.refuse_change();

create index rate_limits_old on core.rate_limits (window_start);

grant select, insert, update, delete on core.tasks, core.commands, core.topics, core.pushes, core.subject_keys, core.rate_limits to banyi_app;
grant select, insert on core.audit to banyi_app;
