-- Companions, when they work, and the time that is reserved for orders.
create schema companions;
grant usage on schema companions to banyi_app;

create table companions.companions (
  id uuid primary key,
  -- the account that verified this phone; null until she has signed in
  account_id uuid unique,
  name text not null,
  phone_enc bytea not null,
  phone_hash bytea not null unique,
  sex text not null check (sex in ('female', 'male')),
  birth_year smallint not null,
  started_year smallint not null,
  verified text[] not null default '{}',
  segments text[] not null check (cardinality(segments) > 0),
  skills text[] not null default '{}',
  languages text[] not null default '{}',
  districts text[] not null default '{}',
  introduction text not null default '',
  status text not null check (status in ('active', 'suspended', 'left')),
  status_reason text not null default '',
  -- minutes of the week in Shanghai, Monday 00:00 is 0: one value instead of rows, so that a search needs no join
  working_week int4multirange not null default '{}' check (working_week <@ '{[0,10080)}'::int4multirange),
  works_on_holidays boolean not null default false,
  finished_visits int not null default 0 check (finished_visits >= 0),
  photo_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index companions_newest on companions.companions (created_at desc, id);

create table companions.photos (
  companion_id uuid primary key references companions.companions (id),
  -- JPEG, at most 640 px, without metadata
  image bytea not null
);

-- Leave (off) and extra hours of one day. Minutes count like working_week: from Monday of that week.
create table companions.exceptions (
  id uuid primary key,
  companion_id uuid not null references companions.companions (id),
  day date not null,
  kind text not null check (kind in ('off', 'extra')),
  minutes int4range not null check (not isempty(minutes) and minutes <@ '[0,10080)'::int4range),
  note text not null default '',
  created_at timestamptz not null,
  -- a retry after a lost answer adds nothing
  unique (companion_id, day, kind, minutes)
);
create index exceptions_day on companions.exceptions (day);

-- One row per order that has a companion. `during` is the visit and half an hour of way before and after it.
-- The exclusion constraint makes a double booking impossible, whatever the program does.
create table companions.reservations (
  order_id uuid primary key,
  companion_id uuid not null references companions.companions (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  during tstzrange not null,
  counted_at timestamptz,
  created_at timestamptz not null,
  check (starts_at < ends_at and during @> tstzrange(starts_at, ends_at)),
  constraint one_visit_at_a_time exclude using gist (companion_id with =, during with &&)
);
-- who is busy at a certain time, whoever she is
create index reservations_during on companions.reservations using gist (during);

grant select, insert, update on companions.companions to banyi_app;
grant select, insert, update, delete on companions.photos, companions.exceptions, companions.reservations to banyi_app;
