-- Who somebody is. Columns that end in _sealed are encrypted with the key of the row's own subject (core/crypto).
create schema identity;
grant usage on schema identity to banyi_app;

create table identity.accounts (
  id uuid primary key,
  openid text unique,
  unionid text,
  nickname text not null,
  phone_sealed bytea,
  phone_hash bytea unique,
  is_elder_mode boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((phone_sealed is null) = (phone_hash is null))
);

create table identity.operators (
  id uuid primary key,
  username text not null unique,
  name text not null,
  password_hash text not null,
  totp_sealed bytea not null,
  -- 30-second step of the last one-time password that was used: it and older ones are refused
  totp_last_step bigint not null default 0,
  duties text[] not null check (cardinality(duties) > 0),
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- Counted by the name that was typed, known or not: the answer does not tell which names exist.
create table identity.operator_tries (
  username text primary key,
  tries int not null,
  last_at timestamptz not null
);

create table identity.sessions (
  id uuid primary key,
  account_id uuid references identity.accounts,
  operator_id uuid references identity.operators,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- the absolute end; the idle end follows from last_seen_at
  expires_at timestamptz not null,
  revoked_at timestamptz,
  check (num_nonnulls(account_id, operator_id) = 1)
);
create index sessions_account on identity.sessions (account_id) where revoked_at is null;
create index sessions_operator on identity.sessions (operator_id) where revoked_at is null;
create index sessions_ended on identity.sessions (expires_at);
-- A rotation adds a token and lets the older ones end a minute later.
create table identity.session_tokens (
  token_hash bytea primary key,
  session_id uuid not null references identity.sessions on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index session_tokens_session on identity.session_tokens (session_id);

-- One row per phone: a new code takes the place of the old one.
create table identity.sms_codes (
  phone_hash bytea primary key,
  id uuid not null,
  code_hash bytea not null,
  attempts int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sms_codes_old on identity.sms_codes (expires_at);

-- The history of what was agreed to; the last row of a purpose is what holds.
create table identity.consents (
  id bigint generated always as identity primary key,
  account_id uuid not null references identity.accounts,
  purpose text not null check (purpose in ('privacy', 'health', 'location', 'companion-sharing')),
  version int not null,
  is_given boolean not null,
  at timestamptz not null
);
create index consents_last on identity.consents (account_id, purpose, at desc, id desc);
create trigger append_only before update or delete on identity.consents for each row execute function core.refuse_change();
create trigger no_truncate before truncate on identity.consents for each statement execute function core.refuse_change();

create table identity.patients (
  id uuid primary key,
  account_id uuid not null references identity.accounts,
  relation text not null,
  name_sealed bytea not null,
  sex_sealed bytea not null,
  birth_date_sealed bytea not null,
  phone_sealed bytea,
  identity_number_sealed bytea,
  allergies_sealed bytea not null,
  mobility_sealed bytea not null,
  hearing_sealed bytea not null,
  dialect_sealed bytea not null,
  notes_sealed bytea not null,
  emergency_contacts_sealed bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- orders keep pointing at her, so she is put away, not deleted
  archived_at timestamptz
);
create index patients_account on identity.patients (account_id, created_at) where archived_at is null;

grant select, insert, update on identity.accounts, identity.operators, identity.patients to banyi_app;
grant select, insert, update, delete on identity.sessions, identity.session_tokens, identity.sms_codes, identity.operator_tries to banyi_app;
grant select, insert on identity.consents to banyi_app;
