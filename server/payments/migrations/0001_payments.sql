-- The books: double entry in integer fen, append-only, every posting sums to zero; and what was asked of the provider.
-- Only the role banyi_payments works here; the server takes it inside its transactions (set local role).
create schema payments;

do $$ begin create role banyi_payments nologin noinherit; exception when duplicate_object then null; end $$;
grant banyi_payments to banyi_app with inherit false, set true;

-- Debit is positive. provider: money at WeChat Pay. held:<order>: owed to the family until the visit is confirmed.
-- refunding:<order>: promised back, still at the provider. income: earned by confirmed visits.
create table payments.accounts (
  code text primary key,
  kind text not null check (kind in ('provider', 'held', 'refunding', 'income')),
  order_id uuid,
  balance_fen bigint not null default 0,
  check (code = kind || coalesce(':' || order_id, '')),
  check ((order_id is null) = (kind in ('provider', 'income'))),
  -- more cannot leave an account than came in: this is what makes an over-refund impossible
  check (kind <> 'provider' or balance_fen >= 0),
  check (kind = 'provider' or balance_fen <= 0)
);

create table payments.postings (
  id uuid primary key,
  key text not null unique,
  order_id uuid not null,
  kind text not null check (kind in ('captured', 'refund-requested', 'refund-settled', 'refund-failed', 'released')),
  sentence text not null,
  at timestamptz not null,
  -- entries may only be written by the transaction that wrote their posting
  tx xid8 not null default pg_current_xact_id()
);
create index postings_order on payments.postings (order_id, at);

create table payments.entries (
  posting_id uuid not null references payments.postings,
  account text not null references payments.accounts,
  amount_fen bigint not null check (amount_fen <> 0),
  primary key (posting_id, account)
);
create index entries_account on payments.entries (account);

create function payments.check_entry() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from payments.postings where id = new.posting_id and tx = pg_current_xact_id()) then
    raise exception 'an entry is written in the transaction of its posting' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger with_its_posting before insert on payments.entries for each row execute function payments.check_entry();
alter table payments.entries enable always trigger with_its_posting;

-- The owner's rights, so that nobody needs the right to change a balance by hand.
create function payments.add_to_balance() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update payments.accounts set balance_fen = balance_fen + new.amount_fen where code = new.account;
  return null;
end $$;
revoke execute on function payments.add_to_balance() from public;
create trigger to_balance after insert on payments.entries for each row execute function payments.add_to_balance();
alter table payments.entries enable always trigger to_balance;

create function payments.check_posting() returns trigger language plpgsql as $$
declare
  posting uuid := case tg_table_name when 'postings' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'posting_id')::uuid end;
  lines int;
  total numeric;
begin
  select count(*), coalesce(sum(amount_fen), 0) into lines, total from payments.entries where posting_id = posting;
  if lines < 2 or total <> 0 then
    raise exception 'posting % has % entries with the sum %: at least two that sum to zero', posting, lines, total using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger balanced after insert on payments.postings deferrable initially deferred for each row execute function payments.check_posting();
create constraint trigger balanced after insert on payments.entries deferrable initially deferred for each row execute function payments.check_posting();
alter table payments.postings enable always trigger balanced;
alter table payments.entries enable always trigger balanced;

-- Whoever asks, the owner too.
create trigger append_only before update or delete on payments.postings for each row execute function core.refuse_change();
create trigger no_truncate before truncate on payments.postings for each statement execute function core.refuse_change();
create trigger append_only before update or delete on payments.entries for each row execute function core.refuse_change();
create trigger no_truncate before truncate on payments.entries for each statement execute function core.refuse_change();
alter table payments.postings enable always trigger append_only;
alter table payments.postings enable always trigger no_truncate;
alter table payments.entries enable always trigger append_only;
alter table payments.entries enable always trigger no_truncate;

-- One row is one try to pay an order; number is the provider's out_trade_no.
create table payments.payments (
  number text primary key check (number ~ '^[0-9A-Za-z_*-]{6,32}$'),
  order_id uuid not null,
  account_id uuid not null,
  openid text not null,
  amount_fen bigint not null check (amount_fen > 0),
  -- what was sent is kept, so that a second try sends the same
  description text not null,
  attach text not null,
  expires_at timestamptz not null,
  state text not null check (state in ('created', 'prepaid', 'captured', 'closed')),
  prepay_id text,
  prepaid_at timestamptz,
  transaction_id text unique,
  paid_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check (state <> 'prepaid' or prepay_id is not null),
  check ((state = 'captured') = (transaction_id is not null and paid_at is not null))
);
-- two open tries could both be paid
create unique index one_open_payment on payments.payments (order_id) where state in ('created', 'prepaid');
create index payments_order on payments.payments (order_id);
-- not "where state = 'captured'": the planner would take it for looking up one order
create index payments_paid on payments.payments (paid_at) where paid_at is not null;

-- One row is one refund at the provider; number is its out_refund_no. A refund_key (from orders) may need two payments.
create table payments.refunds (
  number text primary key,
  refund_key text not null,
  order_id uuid not null,
  -- null: refused, nothing was asked of the provider
  payment_number text references payments.payments,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  state text not null check (state in ('refused', 'requested', 'processing', 'abnormal', 'refunded', 'failed')),
  refund_id text,
  provider_created_at timestamptz,
  last_error text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique nulls not distinct (refund_key, payment_number),
  check ((payment_number is null) = (state = 'refused'))
);
create index refunds_order on payments.refunds (order_id);
create index refunds_payment on payments.refunds (payment_number);
create index refunds_created on payments.refunds (provider_created_at);

create function payments.check_refund() returns trigger language plpgsql as $$
declare paid bigint; given bigint;
begin
  select amount_fen into paid from payments.payments where number = new.payment_number and state = 'captured' for update;
  select sum(amount_fen) into given from payments.refunds where payment_number = new.payment_number and state in ('requested', 'processing', 'abnormal', 'refunded');
  if given > coalesce(paid, 0) then
    raise exception 'refunds of % would exceed what was paid', new.payment_number using errcode = '23514';
  end if;
  return null;
end $$;
create trigger within_payment after insert or update of state, amount_fen, payment_number on payments.refunds
  for each row when (new.payment_number is not null) execute function payments.check_refund();

-- Callbacks that were proven and carried out, to see what came and when.
create table payments.callbacks (
  id text primary key,
  kind text not null,
  number text not null,
  received_at timestamptz not null
);

grant usage on schema payments, core to banyi_payments;
grant select, insert (code, kind, order_id) on payments.accounts to banyi_payments;
grant select, insert (id, key, order_id, kind, sentence, at) on payments.postings to banyi_payments;
grant select, insert on payments.entries, payments.callbacks to banyi_payments;
grant select, insert, update on payments.payments, payments.refunds to banyi_payments;
-- promises of the same transaction, and what finance did
grant select, insert, update, delete on core.tasks to banyi_payments;
grant insert on core.audit to banyi_payments;
