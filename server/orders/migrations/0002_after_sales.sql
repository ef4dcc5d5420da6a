-- What a price is made of, what goes back and who bears it, disputes, tips, and the one settlement of an order.

-- the sums of the first version spoke of the price alone
do $$ declare c record; begin
  for c in select conname from pg_constraint
    where contype = 'c' and conrelid = 'orders.orders'::regclass and pg_get_constraintdef(oid) ~ '(income_fen|refund_due_fen)'
  loop execute format('alter table orders.orders drop constraint %I', c.conname); end loop;
end $$;
alter table orders.orders
  -- total_fen = service_fen - coupon_fen + premium_fen; the companion's part is a share of service_fen
  add column service_fen bigint,
  add column companion_percent int,
  add column coupon_id uuid,
  add column coupon_fen bigint not null default 0,
  add column coupon_name text,
  add column funder_code text,
  add column premium_fen bigint not null default 0,
  -- the premium that was asked back: all of it or nothing
  add column premium_back_fen bigint not null default 0,
  add column insurance_failed_at timestamptz,
  -- parts of refund_due_fen (which is of service_fen - coupon_fen) that are not shared as the price is
  add column born_by_platform_fen bigint not null default 0,
  add column born_by_companion_fen bigint not null default 0,
  -- part of refund_due_fen that the provider finally refused and nobody gave anew yet: still the family's, still held
  add column given_up_fen bigint not null default 0,
  add column premium_given_up_fen bigint not null default 0,
  add column tip_fen bigint not null default 0,
  add column disputed_at timestamptz,
  -- when it settles if nobody objects
  add column settle_at timestamptz,
  -- once: what was said to payments, and the family's part of it
  add column settlement jsonb,
  add column settlement_at timestamptz,
  add column settled_fen bigint not null default 0,
  -- payments said that it is with those who earned it
  add column settled_at timestamptz;
update orders.orders set service_fen = total_fen, companion_percent = case when total_fen > 0 then round(100.0 * income_fen / total_fen) else 75 end,
  -- the first version released at the confirmation, and kept what was kept
  settlement_at = case when state = 'confirmed' then coalesce(closed_at, created_at) end,
  settled_at = case when state = 'confirmed' then coalesce(closed_at, created_at) end,
  settled_fen = case when state = 'confirmed' then total_fen - refund_due_fen else 0 end,
  settle_at = case when state in ('cancelled', 'no-show') and paid_at is not null and refund_due_fen < total_fen then closed_at + interval '72 hours' end;
alter table orders.orders
  alter column service_fen set not null,
  alter column companion_percent set not null,
  add constraint price_adds_up check (service_fen >= 0 and premium_fen >= 0 and coupon_fen >= 0 and coupon_fen <= service_fen and total_fen = service_fen - coupon_fen + premium_fen),
  add constraint coupon_has_a_funder check ((coupon_fen > 0) = (coupon_id is not null) and (coupon_id is null) = (funder_code is null)),
  add constraint income_of_the_service check (income_fen >= 0 and income_fen <= service_fen),
  -- nothing is both given back and released, and never more than the family paid for the service
  add constraint never_more_than_paid check (refund_due_fen >= 0 and settled_fen >= 0 and refund_due_fen + settled_fen <= service_fen - coupon_fen),
  add constraint premium_back_once check (premium_back_fen in (0, premium_fen)),
  add constraint bearers_within_refunds check (born_by_platform_fen >= 0 and born_by_companion_fen >= 0 and born_by_platform_fen + born_by_companion_fen <= refund_due_fen),
  add constraint given_up_was_promised check (given_up_fen >= 0 and given_up_fen <= refund_due_fen and premium_given_up_fen in (0, premium_fen)),
  add constraint settled_once check ((settlement_at is null) = (settlement is null) or state = 'confirmed'),
  add constraint frozen_is_not_settled check (disputed_at is null or settlement_at is null);
create index orders_disputed on orders.orders (starts_at, id) where disputed_at is not null;
create index orders_insurance_failed on orders.orders (starts_at, id) where insurance_failed_at is not null;
create index orders_to_settle on orders.orders (settle_at) where settle_at is not null and settlement_at is null;
create index orders_unsettled_of_companion on orders.orders (companion_id, starts_at desc, id) where settled_at is null and companion_id is not null;

-- what was asked back, and who bears it
create table orders.refunds (
  refund_key text primary key,
  order_id uuid not null references orders.orders,
  amount_fen bigint not null check (amount_fen > 0),
  born_by text not null check (born_by in ('shared', 'platform', 'companion')),
  reason text not null,
  at timestamptz not null
);
create index refunds_of_order on orders.refunds (order_id);

-- one per order: whoever takes it back knows why, and nothing is held up for ever
create table orders.disputes (
  id uuid primary key,
  order_id uuid not null unique references orders.orders,
  state text not null check (state in ('open', 'decided')),
  category text not null check (category in ('late', 'not-as-agreed', 'attitude', 'safety', 'money', 'other')),
  -- health-adjacent: sealed with the patient's key, as the answer is
  what_enc bytea not null,
  opened_at timestamptz not null,
  answer_before timestamptz not null,
  -- of the 72 hours, when they were stopped
  left_seconds int not null check (left_seconds >= 0),
  decision text check (decision in ('release', 'refund', 'withdrawn')),
  refund_fen bigint,
  born_by text,
  answer_enc bytea,
  decided_at timestamptz,
  decided_by uuid,
  check ((state = 'decided') = (decision is not null and decided_at is not null))
);
create index disputes_by_time on orders.disputes (opened_at desc, id);
create index disputes_open on orders.disputes (opened_at, id) where state = 'open';
create index disputes_decided on orders.disputes (decided_at) where decided_at is not null;
-- figures of a month
create index timeline_by_kind on orders.timeline (kind, at);
create index refusals_by_kind on orders.refusals (kind, at);

grant select, insert on orders.refunds to banyi_app;
grant select, insert, update on orders.disputes to banyi_app;
