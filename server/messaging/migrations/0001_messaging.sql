-- Order chat and notices. A thread's id is the order's id. What people wrote is sealed with the thread's own key.
create schema messaging;
grant usage on schema messaging to banyi_app;

create table messaging.threads (
  id uuid primary key,
  order_number text not null,
  title text not null,
  -- number of the newest message; the same number as the push on the topic thread:<id>
  last_seq bigint not null default 0,
  last_at timestamptz,
  -- a companion sees what was said since the one before her left
  companion_from_seq bigint not null default 0,
  -- patient and companion have met: a companion who is assigned now takes over at once
  has_visit_begun boolean not null default false,
  closes_at timestamptz,
  created_at timestamptz not null
);

create table messaging.members (
  thread_id uuid not null references messaging.threads,
  account_id uuid not null,
  role text not null check (role in ('family', 'companion')),
  -- a companion's public name; the family goes by the nickname of the account
  name text,
  from_seq bigint not null default 0,
  read_seq bigint not null default 0,
  -- time of the step that let her in or out: an older step that arrives late changes nothing
  changed_at timestamptz not null,
  left_at timestamptz,
  noticed_at timestamptz,
  primary key (thread_id, account_id)
);
create index members_account on messaging.members (account_id) where left_at is null;

create table messaging.pictures (
  id uuid primary key,
  thread_id uuid not null references messaging.threads,
  account_id uuid not null,
  mime text not null check (mime in ('image/jpeg', 'image/webp')),
  width int not null,
  height int not null,
  bytes_sealed bytea not null,
  created_at timestamptz not null
);
create index pictures_old on messaging.pictures (created_at);
-- encrypted bytes do not compress: keep PostgreSQL from trying
alter table messaging.pictures alter column bytes_sealed set storage external;

create table messaging.messages (
  thread_id uuid not null references messaging.threads,
  seq bigint not null,
  id uuid not null unique,
  kind text not null check (kind in ('text', 'picture', 'system')),
  sender_id uuid,
  text_sealed bytea not null,
  picture_id uuid unique references messaging.pictures,
  at timestamptz not null,
  primary key (thread_id, seq),
  check ((kind = 'system') = (sender_id is null)),
  check ((kind = 'picture') = (picture_id is not null))
);

-- Steps of orders that were taken in: an event that comes twice is heard once.
create table messaging.heard_steps (
  order_id uuid not null,
  key bytea not null,
  at timestamptz not null,
  primary key (order_id, key)
);

-- The sent-log: one row per fact, person and channel, so that nothing is sent twice.
create table messaging.notices (
  id uuid primary key,
  order_id uuid not null,
  account_id uuid not null,
  key text not null,
  channel text not null check (channel in ('subscribe-message', 'sms')),
  template text not null,
  -- what the templates say; no names of patients, no health data
  words jsonb not null,
  has_sms_fallback boolean not null,
  status text not null check (status in ('waiting', 'sent', 'delivered', 'failed', 'skipped')),
  reason text not null default '',
  to_masked text not null default '',
  phone_hash bytea,
  -- set before the provider is asked; set and still waiting means: nobody knows whether it went out
  attempted_at timestamptz,
  attempts int not null default 0,
  serial text unique,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (key, account_id, channel)
);
create index notices_order on messaging.notices (order_id, created_at);
create index notices_unconfirmed on messaging.notices (account_id, template, attempted_at) where status in ('waiting', 'sent');

-- Reports of the SMS provider; one may arrive before our own answer with the serial.
create table messaging.sms_reports (
  serial text primary key,
  phone_hash bytea not null,
  is_delivered boolean not null,
  reason text not null,
  at timestamptz not null
);
create index sms_reports_phone on messaging.sms_reports (phone_hash, at);
create index sms_reports_old on messaging.sms_reports (at);

-- How many messages of a template a person allowed. The app and WeChat both tell of one acceptance: the larger count holds.
create table messaging.subscriptions (
  account_id uuid not null,
  template text not null,
  told_by_app int not null default 0,
  told_by_wechat int not null default 0,
  used int not null default 0,
  updated_at timestamptz not null,
  primary key (account_id, template)
);

create table messaging.wechat_events (
  key bytea primary key,
  at timestamptz not null
);
create index wechat_events_old on messaging.wechat_events (at);

grant select, insert, update on messaging.threads, messaging.members, messaging.notices, messaging.subscriptions to banyi_app;
grant select, insert on messaging.messages to banyi_app;
grant select, insert, delete on messaging.pictures, messaging.wechat_events, messaging.heard_steps to banyi_app;
grant select, insert, update, delete on messaging.sms_reports to banyi_app;
