create schema orders;
grant usage on schema orders to banyi_app;

create sequence orders.order_number;

-- Prices by city, versioned; a version is never changed, a new one takes over from its day.
create table orders.price_lists (
  id uuid primary key,
  city text not null,
  version int not null,
  effective_from timestamptz not null,
  -- what the companion gets of the price, in percent
  companion_percent int not null check (companion_percent between 1 and 100),
  created_by uuid,
  created_at timestamptz not null,
  unique (city, version)
);
create table orders.price_items (
  list_id uuid not null references orders.price_lists,
  -- package:half-day, segment:oncology, add-on:wheelchair
  code text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  primary key (list_id, code)
);

create table orders.orders (
  id uuid primary key,
  number text not null unique,
  version int not null default 1,
  state text not null check (state in ('booked', 'paid', 'accepted', 'departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine',
    'arrived', 'handled', 'finished', 'reported', 'confirmed', 'expired', 'cancelled', 'no-show')),
  account_id uuid not null,
  patient_id uuid not null,
  -- all that a companion may know of the patient before she accepts
  patient_sex text not null,
  patient_age_band text not null,
  hospital_id text not null,
  -- as it was called when booked
  hospital_name text not null,
  hospital_district text not null,
  department_code text,
  package_kind text not null,
  segment text not null,
  add_ons text[] not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  meeting_point text not null,
  need_enc bytea,
  has_authorisation boolean not null default false,
  companion_id uuid,
  is_chosen boolean not null default false,
  -- goes up when the visit begins anew with another companion, so that her steps are hers
  round int not null default 1,
  accepted_at timestamptz,
  -- the signed quote as it was shown: lines, rules, version of the price list
  quote jsonb not null,
  -- a quote books once
  quote_id uuid not null unique,
  total_fen bigint not null check (total_fen >= 0),
  income_fen bigint not null check (income_fen >= 0 and income_fen <= total_fen),
  -- what was asked back so far; can never exceed the price
  refund_due_fen bigint not null default 0 check (refund_due_fen >= 0 and refund_due_fen <= total_fen),
  refund_failed_at timestamptz,
  payment_number text,
  visit_code text not null,
  code_locked_at timestamptz,
  reschedules int not null default 0,
  -- the share that was in force when a near visit was moved: moving it does not make calling it off free
  refund_cap_percent int not null default 100 check (refund_cap_percent between 0 and 100),
  pay_before timestamptz not null,
  paid_at timestamptz,
  finished_at timestamptz,
  auto_confirm_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  -- a step of the visit without a companion cannot exist
  check (companion_id is not null or state in ('booked', 'paid', 'expired', 'cancelled'))
);
create index orders_of_account on orders.orders (account_id, starts_at desc, id);
create index orders_of_companion on orders.orders (companion_id, starts_at desc, id) where companion_id is not null;
create index orders_in_pool on orders.orders (starts_at, id) where state = 'paid' and companion_id is null;
create index orders_by_start on orders.orders (starts_at, id);
create index orders_by_state on orders.orders (state, starts_at, id);
create index orders_refund_failed on orders.orders (starts_at, id) where refund_failed_at is not null;
-- operators type the beginning or the last digits of a number, or a part of a hospital's name
create index orders_number_begins on orders.orders (number text_pattern_ops);
create index orders_number_ends on orders.orders (reverse(number) text_pattern_ops);
create index orders_by_hospital on orders.orders (hospital_name, starts_at, id);
create index orders_by_creation on orders.orders (created_at desc, id);

-- What happened, in order; nothing is taken back.
create table orders.timeline (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders.orders,
  round int not null,
  kind text not null,
  at timestamptz not null,
  sentence text not null,
  by_whom text not null check (by_whom in ('family', 'companion', 'operator', 'system')),
  actor_id uuid,
  is_not_applicable boolean not null default false,
  note_enc bytea,
  -- one location fix of the companion's phone, as evidence; sealed with her own key
  place_enc bytea
);
create index timeline_of_order on orders.timeline (order_id, id);
-- a companion can neither repeat a step nor go back
create unique index timeline_step_once on orders.timeline (order_id, round, kind)
  where kind in ('departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'arrived', 'handled', 'finished', 'reported', 'confirmed');
create trigger append_only before update or delete on orders.timeline for each row execute function core.refuse_change();

-- wrong tries of the visit code; a retry of one try is still one try
create table orders.code_tries (
  order_id uuid not null references orders.orders,
  command_id uuid not null,
  companion_id uuid not null,
  at timestamptz not null,
  primary key (order_id, command_id)
);

create table orders.refusals (
  order_id uuid not null references orders.orders,
  companion_id uuid not null,
  kind text not null check (kind in ('refused', 'no-answer', 'handed-over', 'no-show', 'reassigned')),
  reason text not null,
  at timestamptz not null,
  primary key (order_id, companion_id)
);
create index refusals_of_companion on orders.refusals (companion_id, at desc);

create table orders.reports (
  order_id uuid primary key references orders.orders,
  report_enc bytea not null,
  companion_id uuid not null,
  submitted_at timestamptz not null
);

-- only the newest position, only while the visit lasts
create table orders.places (
  order_id uuid primary key references orders.orders,
  companion_account_id uuid not null,
  place_enc bytea not null,
  at timestamptz not null
);

-- a refund is told once, however often the event comes
create table orders.refunds_told (refund_key text primary key, order_id uuid not null references orders.orders);
-- a refund that the provider will not carry out is taken off what is due once
create table orders.refunds_given_up (
  refund_key text primary key,
  order_id uuid not null references orders.orders,
  amount_fen bigint not null
);

create table orders.links (
  id uuid primary key,
  order_id uuid not null references orders.orders,
  token_hash bytea not null unique,
  label text not null,
  max_opens int not null,
  opened_count int not null default 0 check (opened_count <= max_opens),
  last_opened_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index links_of_order on orders.links (order_id, created_at desc);
create table orders.link_views (
  token_hash bytea primary key,
  link_id uuid not null references orders.links,
  expires_at timestamptz not null
);
create index link_views_old on orders.link_views (expires_at);

grant usage on sequence orders.order_number to banyi_app;
grant select, insert on orders.price_lists, orders.price_items, orders.timeline, orders.reports, orders.refunds_told, orders.refunds_given_up to banyi_app;
grant select, insert, update on orders.orders, orders.links to banyi_app;
grant select, insert, delete on orders.code_tries to banyi_app;
grant select, insert, update on orders.refusals to banyi_app;
grant select, insert, update, delete on orders.places, orders.link_views to banyi_app;

-- Shanghai, version 1: in the range of what is asked in the city (shared price facts: 198-218 for four hours, errands 68-98)
insert into orders.price_lists (id, city, version, effective_from, companion_percent, created_at)
values ('019ab000-0000-7000-8000-000000000001', '上海市', 1, '2026-01-01T00:00:00+08', 75, '2026-01-01T00:00:00+08');
insert into orders.price_items (list_id, code, amount_fen)
select '019ab000-0000-7000-8000-000000000001', code, fen from (values
  ('package:half-day', 21800), ('package:full-day', 39800), ('package:collect-report', 8800), ('package:fetch-medicine', 6800), ('package:register', 6800),
  ('segment:general', 0), ('segment:paediatrics', 4000), ('segment:maternity', 4000), ('segment:oncology', 6000), ('segment:cross-city', 8000),
  ('add-on:wheelchair', 3000), ('add-on:early-morning', 4000), ('add-on:cross-district-pickup', 6000)) as items (code, fen);
