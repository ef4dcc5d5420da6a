create schema insurance;
grant usage on schema insurance to banyi_app;

-- What an insurer offered for one visit of one patient; chosen by at most one order.
create table insurance.offers (
  id uuid primary key,
  account_id uuid not null,
  patient_id uuid not null,
  hospital_id text not null,
  package_kind text not null,
  starts_at timestamptz not null,
  plan_code text not null,
  plan_name text not null,
  insurer_name text not null,
  premium_fen bigint not null check (premium_fen > 0),
  covers jsonb not null,
  exclusions jsonb not null,
  terms_url text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);
create index offers_by_expiry on insurance.offers (expires_at);

-- One per order, through all changes of plan.
create table insurance.policies (
  id uuid primary key,
  order_id uuid not null unique,
  order_number text not null unique,
  offer_id uuid not null unique,
  account_id uuid not null,
  patient_id uuid not null,
  package_kind text not null,
  plan_code text not null,
  plan_name text not null,
  insurer_name text not null,
  premium_fen bigint not null check (premium_fen > 0),
  covers jsonb not null,
  terms_url text not null,
  state text not null check (state in ('chosen', 'binding', 'bound', 'bind-failed', 'cancelling', 'cancelled', 'ended')),
  is_paid boolean not null default false,
  -- false: called off; what is open at the insurer is cancelled and it ends as ends_as
  is_wanted boolean not null default true,
  ends_as text not null default 'cancelled' check (ends_as in ('cancelled', 'bind-failed')),
  -- the time that is to be insured now; each new time is a period with a number of its own at the insurer
  period int not null default 1,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  moved_at timestamptz,
  -- the premium is the insurer's: told once (insurance.bound), and its way back is told once
  was_bound boolean not null default false,
  bound_at timestamptz,
  end_told boolean not null default false,
  policy_number text,
  policy_url text,
  -- why it is as it is, for people
  words text not null default '',
  last_error text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  constraint in_force_is_bound check (state <> 'bound' or (was_bound and policy_number is not null))
);
create index policies_by_time on insurance.policies (created_at desc, id desc);
create index policies_by_number on insurance.policies (policy_number) where policy_number is not null;
create index policies_bound_at on insurance.policies (bound_at) where bound_at is not null;

-- One request to bind: one period of one policy under one number of ours.
create table insurance.bindings (
  number text primary key,
  policy_id uuid not null references insurance.policies,
  period int not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- what is sent about the person, frozen: the same number must bring the same content
  person_sealed bytea,
  -- begun: it could not be called off any more
  state text not null check (state in ('asked', 'bound', 'refused', 'cancelled', 'begun')),
  policy_number text,
  policy_url text,
  words text not null default '',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (policy_id, period)
);
-- never two in force, never two asked for
create unique index one_open_binding on insurance.bindings (policy_id) where state in ('asked', 'bound');

create table insurance.claims (
  id uuid primary key,
  number text not null unique,
  policy_id uuid not null references insurance.policies,
  -- the binding it is reported under
  binding_number text not null references insurance.bindings,
  insurer_number text,
  day date not null,
  what_sealed bytea not null,
  state text not null check (state in ('reporting', 'reported', 'more-needed', 'approved', 'paid', 'refused')),
  amount_fen bigint check (amount_fen >= 0),
  words_sealed bytea,
  last_error text,
  reported_at timestamptz not null,
  paid_at timestamptz,
  changed_at timestamptz not null
);
create index claims_of_policy on insurance.claims (policy_id, reported_at);
create index claims_by_time on insurance.claims (reported_at);

-- Proven callbacks that were carried out.
create table insurance.callbacks (
  id text primary key,
  kind text not null,
  number text not null,
  received_at timestamptz not null
);

grant select, insert, delete on insurance.offers to banyi_app;
grant select, insert, update on insurance.policies, insurance.bindings, insurance.claims to banyi_app;
grant select, insert on insurance.callbacks to banyi_app;
