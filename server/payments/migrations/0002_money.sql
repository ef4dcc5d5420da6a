-- Every fen accounted for: accounts per person, transfers out, the compensation fund, bills and differences, and the people who decide.

-- Accounts --------------------------------------------------------------------------------------------------------------
-- provider: money at WeChat Pay (see add_to_balances). bank: what went between our bank and the provider. held:<order>, refunding:<order>: see 0001.
-- earnings:<payee>: a companion's own. transit:<transfer>: on its way to a person. commission: ours. premium: the insurer's.
-- fund: the compensation fund. coupon:<funder>: what a funder owes for its coupons. fee: what the provider took. suspense: differences
-- until somebody finds out. income: retired, see the end of this file.
do $$ declare c record; begin
  for c in select conname, conrelid::regclass as tab from pg_constraint
    where contype = 'c' and conrelid in ('payments.accounts'::regclass, 'payments.postings'::regclass, 'payments.refunds'::regclass)
  loop execute format('alter table %s drop constraint %I', c.tab, c.conname); end loop;
end $$;
alter table payments.accounts add column owner text;
update payments.accounts set owner = order_id::text where order_id is not null;
alter table payments.accounts drop column order_id;
alter table payments.accounts
  add constraint known_kind check (kind in ('provider', 'bank', 'held', 'refunding', 'earnings', 'transit', 'commission', 'premium', 'fund', 'coupon', 'fee', 'suspense', 'income')),
  add constraint code_is_kind_and_owner check (code = kind || coalesce(':' || owner, '')),
  add constraint owner_where_one_is check ((owner is not null) = (kind in ('held', 'refunding', 'earnings', 'transit', 'coupon'))),
  -- more cannot leave an account than came in: this is what makes an over-refund and a second withdrawal impossible
  add constraint nobody_below_zero check (kind in ('provider', 'bank', 'coupon', 'fee', 'suspense') or balance_fen <= 0);
create index accounts_by_kind on payments.accounts (kind, code);

alter table payments.postings alter column order_id drop not null;
-- number of the payment, refund, transfer, bill day, proposal or claim that it was made for
alter table payments.postings add column reference text not null default '';
alter table payments.postings add constraint kind_is_a_word check (kind ~ '^[a-z][a-z-]+$');
alter table payments.postings alter column tx set default pg_current_xact_id();
create index postings_by_time on payments.postings (at desc, id);
create index postings_by_kind on payments.postings (kind, at desc, id);
create index postings_by_reference on payments.postings (reference text_pattern_ops) where reference <> '';

-- Once per statement and account instead of once per entry; locked in one order (own accounts first, shared ones last), so no deadlocks.
-- "no key": the foreign key of every other entry holds a key-share lock on the same row, and "for update" would wait for all of them.
drop trigger to_balance on payments.entries;
drop function payments.add_to_balance();
-- More cannot leave the provider than came in. Fees are counted in: the bill tells them a day later, and with a refund the provider gives
-- its fee back at once, while the books hear of that from the next bill; what stands in suspense did leave. Every posting on fee has
-- the provider on its other side, so whoever holds the lock on the provider sees the fee as it is.
create function payments.add_to_balances() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare cash numeric;
begin
  perform 1 from payments.accounts where code in (select account from added) order by owner is null, code for no key update;
  update payments.accounts a set balance_fen = a.balance_fen + e.fen
    from (select account, sum(amount_fen) as fen from added group by account) e where a.code = e.account;
  if exists (select 1 from added where account = 'provider' and amount_fen < 0) then
    select sum(case kind when 'suspense' then greatest(balance_fen, 0) else balance_fen end) into cash
      from payments.accounts where code in ('provider', 'fee', 'suspense');
    if cash < 0 then
      raise exception 'more would leave the provider than came in' using errcode = '23514';
    end if;
  end if;
  return null;
end $$;
revoke execute on function payments.add_to_balances() from public;
create trigger to_balance after insert on payments.entries referencing new table as added for each statement execute function payments.add_to_balances();
alter table payments.entries enable always trigger to_balance;

-- What payments knows of an order -----------------------------------------------------------------------------------------
create table payments.orders (
  order_id uuid primary key,
  number text not null,
  -- whoever paid
  account_id uuid not null,
  paid_at timestamptz,
  coupon_fen bigint not null default 0,
  frozen_since timestamptz,
  -- of the newest word about it: words come late and out of order
  frozen_changed_at timestamptz,
  settled_at timestamptz,
  companion_id uuid,
  -- where the settlement went
  released_fen bigint not null default 0,
  income_fen bigint not null default 0,
  commission_fen bigint not null default 0,
  fund_fen bigint not null default 0,
  tip_fen bigint not null default 0,
  compensated_fen bigint not null default 0
);
insert into payments.orders (order_id, number, account_id, paid_at)
  select order_id, min(attach), (array_agg(account_id order by created_at))[1], min(paid_at) from payments.payments group by order_id;
create index orders_held on payments.orders (paid_at) where settled_at is null and paid_at is not null;
create index orders_frozen on payments.orders (paid_at desc, order_id) where frozen_since is not null;
create index orders_by_number on payments.orders (number text_pattern_ops);
create index orders_by_payment on payments.orders (paid_at desc, order_id);
create index orders_of_companion on payments.orders (companion_id) where companion_id is not null;

-- A tip is a payment of its own: all of it is the companion's, refunds of the order do not touch it.
alter table payments.payments add column purpose text not null default 'order' check (purpose in ('order', 'tip'));
alter table payments.payments add column payee_id uuid;
alter table payments.payments add constraint tip_has_a_payee check ((purpose = 'tip') = (payee_id is not null));
drop index payments.one_open_payment;
create unique index one_open_payment on payments.payments (order_id, purpose) where state in ('created', 'prepaid');

-- at-our-bank: the provider paid an abnormal refund to our own bank; we owe it to the family until it was paid from there
alter table payments.refunds
  add constraint known_state check (state in ('refused', 'requested', 'processing', 'abnormal', 'refunded', 'failed', 'at-our-bank')),
  add constraint above_zero check (amount_fen > 0),
  add constraint refused_without_payment check ((payment_number is null) = (state = 'refused')),
  add column bank_reference text,
  -- the part of it that lay with the insurer's premium
  add column premium_fen bigint not null default 0,
  -- a compensation is paid back through the refund of the payment; its money comes from the fund
  add column claim_id uuid,
  -- set when an abnormal refund was sent to our own bank
  add column is_to_our_bank boolean not null default false,
  -- this one failed, and that one was made in its place
  add column again_number text,
  -- it had failed here, and arrived all the same
  add column late_at timestamptz,
  -- of a key and a payment one refund counts: the newest try
  drop constraint refunds_refund_key_payment_number_key;
create unique index one_refund_of_key on payments.refunds (refund_key, payment_number) nulls not distinct where again_number is null;
create index refunds_by_state on payments.refunds (state, created_at desc, number);
create or replace function payments.check_refund() returns trigger language plpgsql as $$
declare paid bigint; given bigint;
begin
  select amount_fen into paid from payments.payments where number = new.payment_number and state = 'captured' for update;
  select sum(amount_fen) into given from payments.refunds
    where payment_number = new.payment_number and state in ('requested', 'processing', 'abnormal', 'refunded', 'at-our-bank');
  if given > coalesce(paid, 0) then
    raise exception 'refunds of % would exceed what was paid', new.payment_number using errcode = '23514';
  end if;
  return null;
end $$;

-- What a companion earned, line by line; one row per posting on her account -------------------------------------------------
create table payments.earnings (
  posting_id uuid primary key references payments.postings,
  payee_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('order', 'tip', 'adjustment', 'recovery', 'withdrawal', 'withdrawal-returned')),
  title text not null,
  order_id uuid,
  order_number text,
  lines jsonb not null,
  amount_fen bigint not null,
  balance_fen bigint not null
);
create index earnings_of_payee on payments.earnings (payee_id, at desc, posting_id);
create trigger append_only before update or delete on payments.earnings for each row execute function core.refuse_change();

-- Who gets a companion's money: her own WeChat and her real name (sealed with her own key).
create table payments.payees (
  id uuid primary key,
  account_id uuid not null,
  openid text not null,
  name_enc bytea not null,
  registered_at timestamptz not null,
  -- nothing leaves before this: somebody may have taken over the account
  withdraw_from timestamptz
);

-- Money out: to a companion (withdrawal) or to a family (compensation); number is out_bill_no at the provider ----------------
create table payments.transfers (
  id uuid primary key,
  number text not null unique check (number ~ '^[0-9A-Za-z]{8,32}$'),
  version int not null default 1,
  kind text not null check (kind in ('withdrawal', 'compensation')),
  -- the companion, or the account of the family
  payee_id uuid not null,
  account_id uuid not null,
  openid text not null,
  name_enc bytea,
  amount_fen bigint not null check (amount_fen > 0),
  claim_id uuid,
  order_id uuid,
  state text not null check (state in ('awaiting-approval', 'sending', 'awaiting-user', 'transferring', 'paid', 'rejected', 'failed', 'cancelled', 'reversed')),
  approvals_needed int not null default 0,
  -- true from the first try on: from then on only the provider says that it did not happen
  was_sent boolean not null default false,
  wants_cancel boolean not null default false,
  transfer_bill_no text,
  package_info text,
  fail_reason text,
  last_error text,
  requested_at timestamptz not null,
  changed_at timestamptz not null,
  provider_created_at timestamptz,
  paid_at timestamptz,
  check ((kind = 'compensation') = (claim_id is not null))
);
create index transfers_of_payee on payments.transfers (payee_id, requested_at desc, id);
create index transfers_by_state on payments.transfers (state, requested_at desc, id);
create index transfers_by_kind on payments.transfers (kind, requested_at desc, id);
create index transfers_by_provider_day on payments.transfers (provider_created_at) where provider_created_at is not null;
create unique index transfers_of_claim on payments.transfers (claim_id) where state not in ('failed', 'cancelled', 'rejected', 'reversed');

-- Rules as data: versions, never changed --------------------------------------------------------------------------------------
create table payments.rules (
  kind text not null check (kind in ('payout', 'fund')),
  version int not null,
  body jsonb not null,
  reason text not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (kind, version)
);
create trigger append_only before update or delete on payments.rules for each row execute function core.refuse_change();

-- The compensation fund -----------------------------------------------------------------------------------------------------------
create sequence payments.claim_number;
create table payments.claims (
  id uuid primary key,
  number text not null unique,
  version int not null default 1,
  order_id uuid not null references payments.orders,
  -- the rule as it was when the claim was made
  rules_version int not null,
  rule_code text not null,
  rule jsonb not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  proofs jsonb not null,
  state text not null check (state in ('proposed', 'approved', 'paying', 'awaiting-user', 'paid', 'rejected', 'failed')),
  refund_fen bigint not null default 0 check (refund_fen >= 0),
  transfer_fen bigint not null default 0 check (transfer_fen >= 0),
  companion_id uuid,
  recover_fen bigint not null default 0,
  recovered_fen bigint not null default 0 check (recovered_fen >= 0 and recovered_fen <= amount_fen),
  created_by uuid not null,
  created_at timestamptz not null,
  approved_at timestamptz,
  pay_before timestamptz,
  paid_at timestamptz,
  changed_at timestamptz not null
);
create index claims_by_state on payments.claims (state, created_at desc, id);
create index claims_of_order on payments.claims (order_id);
create index claims_by_time on payments.claims (created_at desc, id);
create index claims_to_recover on payments.claims (companion_id) where recovered_fen < recover_fen;

-- Postings that people make -------------------------------------------------------------------------------------------------------
create table payments.proposals (
  id uuid primary key,
  version int not null default 1,
  kind text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  party text,
  reference text not null,
  reason text not null,
  state text not null check (state in ('proposed', 'posted', 'rejected')),
  created_by uuid not null,
  created_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  posting_id uuid references payments.postings,
  check (decided_by is null or decided_by <> created_by or state = 'rejected'),
  check ((state = 'posted') = (posting_id is not null))
);
create index proposals_by_time on payments.proposals (created_at desc, id);
create index proposals_by_state on payments.proposals (state, created_at desc, id);

-- Who agreed to a transfer, a claim, a resolution: a person once, never the one who made it (checked where it is written).
create table payments.approvals (
  subject_id uuid not null,
  operator_id uuid not null,
  at timestamptz not null,
  reason text not null,
  primary key (subject_id, operator_id)
);
create trigger append_only before update or delete on payments.approvals for each row execute function core.refuse_change();
-- What happened to a transfer, refund, claim, difference or proposal, in order.
create table payments.steps (
  id bigint generated always as identity primary key,
  subject text not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('account', 'operator', 'system', 'provider')),
  actor_id uuid,
  what text not null,
  reason text not null default ''
);
create index steps_of_subject on payments.steps (subject, id);
create trigger append_only before update or delete on payments.steps for each row execute function core.refuse_change();

-- Reconciliation --------------------------------------------------------------------------------------------------------------------
create table payments.bill_days (
  day date primary key,
  checked_at timestamptz not null,
  runs int not null default 1,
  trade_hash text,
  fund_hash text,
  trade_lines int not null,
  fund_lines int not null,
  matched int not null,
  fee_fen bigint not null,
  balance_here_fen bigint,
  balance_there_fen bigint,
  posting_id uuid references payments.postings
);
create table payments.bill_lines (
  id bigint generated always as identity primary key,
  day date not null references payments.bill_days,
  source text not null check (source in ('trade', 'fund')),
  line_number int not null,
  at timestamptz not null,
  business text not null,
  -- our number: payment, refund or transfer; the provider's where there is none
  number text not null,
  provider_number text not null,
  -- plus: came in; minus: went out
  amount_fen bigint not null,
  fee_fen bigint not null default 0,
  status text not null check (status in ('matched', 'booked', 'different')),
  order_id uuid,
  unique (day, source, line_number)
);
create index bill_lines_by_number on payments.bill_lines (number);
create index bill_lines_by_status on payments.bill_lines (day, status, id);
create table payments.differences (
  id uuid primary key,
  version int not null default 1,
  day date not null references payments.bill_days,
  source text not null check (source in ('trade', 'fund')),
  kind text not null check (kind in ('missing-here', 'missing-there', 'amount', 'status', 'time', 'balance')),
  number text not null,
  here_fen bigint,
  there_fen bigint,
  here_words text not null default '',
  there_words text not null default '',
  order_id uuid,
  state text not null check (state in ('open', 'taken', 'proposed', 'resolved', 'gone')),
  owner_id uuid,
  resolution text check (resolution in ('later', 'book-theirs', 'from-suspense', 'loss')),
  account text,
  reason text,
  proposed_by uuid,
  resolved_by uuid,
  posting_id uuid references payments.postings,
  found_at timestamptz not null,
  changed_at timestamptz not null,
  unique (day, source, kind, number),
  check (resolved_by is null or resolved_by <> proposed_by)
);
create index differences_by_state on payments.differences (state, day desc, id);

-- Append-only means for the owner, for truncate and with ordinary triggers switched off, too.
do $$ declare t text; begin
  foreach t in array array['earnings', 'rules', 'approvals', 'steps'] loop
    execute format('create trigger no_truncate before truncate on payments.%I for each statement execute function core.refuse_change()', t);
    execute format('alter table payments.%I enable always trigger append_only', t);
    execute format('alter table payments.%I enable always trigger no_truncate', t);
  end loop;
end $$;

-- Rights --------------------------------------------------------------------------------------------------------------------------------
revoke insert on payments.accounts, payments.postings from banyi_payments;
grant select, insert (code, kind, owner) on payments.accounts to banyi_payments;
grant select, insert (id, key, order_id, kind, sentence, at, reference) on payments.postings to banyi_payments;
grant select, insert on payments.earnings, payments.rules, payments.approvals, payments.steps to banyi_payments;
grant select, insert, update on payments.orders, payments.payees, payments.transfers, payments.claims, payments.proposals, payments.bill_days, payments.differences to banyi_payments;
grant select, insert, update, delete on payments.bill_lines to banyi_payments;
grant usage on sequence payments.claim_number to banyi_payments;
-- commands carry an id, and their claim lies in the transaction of what they do
grant select, insert on core.commands to banyi_payments;

-- Data ------------------------------------------------------------------------------------------------------------------------------------
insert into payments.rules (kind, version, body, reason, changed_at) values
('payout', 1, '{"minFen":100,"maxFen":2000000,"dailyFen":2000000,"dailyCount":3,"approvalAboveFen":200000,"coolDownHours":72}', '第一版', '2026-01-01T00:00:00+08'),
('fund', 1, '{"sharePercent":5,"recoveryPercent":50,"rules":[
  {"code":"companion-no-show","title":"陪诊员没有到场","what":"已接单的陪诊员没有到场，平台也没能换人，耽误了就诊","maxPercent":100,"maxFen":50000,"proofs":["订单时间线","家属说明"],"approvers":1,"payWithinMinutes":30,"responsible":"companion"},
  {"code":"late","title":"陪诊员迟到误号","what":"陪诊员迟到超过 15 分钟，错过就诊号或检查预约","maxPercent":50,"maxFen":30000,"proofs":["订单时间线","挂号或检查预约凭证"],"approvers":1,"payWithinMinutes":30,"responsible":"companion"},
  {"code":"lost-item","title":"遗失或损坏物品","what":"陪诊员保管的病历、片子、切片、药品或现金遗失、损坏","maxPercent":300,"maxFen":200000,"proofs":["交接记录","物品价值或补办费用凭证"],"approvers":2,"payWithinMinutes":120,"responsible":"companion"},
  {"code":"not-as-agreed","title":"服务与约定不符","what":"约定的服务没有做或做错，订单已经结算","maxPercent":100,"maxFen":50000,"proofs":["服务报告","家属说明"],"approvers":1,"payWithinMinutes":60,"responsible":"companion"},
  {"code":"injury","title":"服务中受伤先行垫付","what":"服务途中就诊人跌倒或受伤，先垫付必要的医疗费","maxPercent":1000,"maxFen":500000,"proofs":["病历或诊断","医疗费票据","现场说明"],"approvers":2,"payWithinMinutes":60,"responsible":"insurer"},
  {"code":"platform-fault","title":"平台差错","what":"派单、通知、支付等平台差错给家属造成损失","maxPercent":200,"maxFen":100000,"proofs":["系统记录或聊天记录"],"approvers":1,"payWithinMinutes":30,"responsible":"platform"}]}', '第一版', '2026-01-01T00:00:00+08');

-- 'income' of the first version was both the companions' part and ours. What stood there becomes commission; nothing posts to it any more.
with old as (select -balance_fen as fen from payments.accounts where code = 'income' and balance_fen < 0),
     account as (insert into payments.accounts (code, kind) select 'commission', 'commission' from old on conflict do nothing returning code),
     posting as (
       insert into payments.postings (id, key, kind, sentence, at)
       select gen_random_uuid(), 'reclassified:income', 'reclassified', '旧科目“收入”转为佣金', now() from old returning id)
select 1 from old, account, posting;
insert into payments.entries (posting_id, account, amount_fen)
  select p.id, e.account, e.fen from payments.postings p, payments.accounts a,
    lateral (values ('income', -a.balance_fen), ('commission', a.balance_fen)) as e (account, fen)
  where p.key = 'reclassified:income' and a.code = 'income';
