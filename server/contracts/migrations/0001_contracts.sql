-- The e-contract of an order: what was agreed to, by whom, when, and the paper made of it.
create schema contracts;

create table contracts.contracts (
  id uuid primary key,
  -- BYHT and digits; the same for all revisions of an order
  number text not null,
  order_id uuid not null,
  revision int not null check (revision > 0),
  template_version int not null,
  state text not null check (state in ('open', 'complete', 'replaced', 'void')),
  -- frozen: only the companion's name comes in, with her word
  inputs jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- without dashes; printed on the paper
  verify_code text not null unique check (verify_code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  family_account_id uuid not null,
  companion_id uuid,
  companion_account_id uuid,
  -- why this revision took the place of the one before
  why text not null default '',
  created_at timestamptz not null,
  completed_at timestamptz,
  ended_at timestamptz,
  -- sealed with the family's key
  pdf_enc bytea,
  pdf_hash text unique,
  -- over hash, acceptances and pdf_hash, with a key that is not in this database
  seal bytea,
  unique (order_id, revision),
  check ((pdf_enc is null) = (pdf_hash is null) and (pdf_enc is null) = (seal is null)),
  check (pdf_enc is null or completed_at is not null)
);
-- the one that counts; what an order had before is replaced
create unique index one_in_force on contracts.contracts (order_id) where state in ('open', 'complete');

create table contracts.acceptances (
  contract_id uuid not null references contracts.contracts,
  side text not null check (side in ('family', 'companion')),
  account_id uuid not null,
  name text not null,
  at timestamptz not null,
  device text not null,
  ip_masked text not null,
  -- of what was agreed to; of the family's it is the one without the companion's name
  hash text not null,
  -- the family agreed to this earlier revision; the change was told and it did not object
  carried_from int,
  primary key (contract_id, side)
);
create trigger append_only before update or delete on contracts.acceptances for each row execute function core.refuse_change();
create trigger no_truncate before truncate on contracts.acceptances for each statement execute function core.refuse_change();
alter table contracts.acceptances enable always trigger append_only;
alter table contracts.acceptances enable always trigger no_truncate;

create function contracts.keep_frozen() returns trigger language plpgsql as $$
begin
  if (new.inputs is distinct from old.inputs or new.hash is distinct from old.hash) and not (old.state = 'open' and new.state = 'complete') then
    raise exception 'what was agreed to does not change: make a new revision' using errcode = '42501';
  end if;
  if old.state <> 'open' and new.state = 'open' then
    raise exception 'what was agreed to does not open again' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger frozen before update on contracts.contracts for each row execute function contracts.keep_frozen();
alter table contracts.contracts enable always trigger frozen;

grant usage on schema contracts to banyi_app;
grant select, insert on contracts.contracts, contracts.acceptances to banyi_app;
grant update (state, inputs, hash, companion_id, companion_account_id, completed_at, ended_at, pdf_enc, pdf_hash, seal) on contracts.contracts to banyi_app;
