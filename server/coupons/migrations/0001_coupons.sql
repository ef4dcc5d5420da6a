create schema coupons;
grant usage on schema coupons to banyi_app;

-- Who pays for coupons: the platform or a channel; a code has one name.
create table coupons.funders (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null
);
insert into coupons.funders values ('platform', '平台');

-- A kind never changes what it promises; it is only ended.
create table coupons.kinds (
  id uuid primary key,
  version int not null default 1,
  -- what people type
  code text not null unique check (code ~ '^[A-HJ-NP-Z2-9]{4,16}$'),
  name text not null,
  funder_code text not null references coupons.funders,
  off_fen bigint not null check (off_fen >= 0),
  off_percent int not null check (off_percent between 0 and 100),
  -- 0: no other limit than the price
  max_off_fen bigint not null check (max_off_fen >= 0),
  min_price_fen bigint not null check (min_price_fen >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  total_count int not null,
  per_account int not null check (per_account > 0),
  taken_count int not null default 0,
  ended_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  constraint fixed_or_percent check ((off_fen > 0) <> (off_percent > 0)),
  constraint has_a_time check (valid_to > valid_from),
  constraint all_taken check (taken_count between 0 and total_count)
);
create index kinds_by_time on coupons.kinds (created_at desc, id desc);

-- One row is one coupon in somebody's hands.
create table coupons.taken (
  id uuid primary key,
  kind_id uuid not null references coupons.kinds,
  account_id uuid not null,
  -- the how manieth of this kind that this account took
  nth int not null default 0,
  taken_at timestamptz not null,
  unique (kind_id, account_id, nth)
);
create index taken_of_account on coupons.taken (account_id, taken_at desc, id desc);

-- Counts under the lock of the kind, so that people who take at the same moment cannot go over a limit.
create function coupons.count_take() returns trigger language plpgsql as $$
declare most int;
begin
  update coupons.kinds set taken_count = taken_count + 1 where id = new.kind_id returning per_account into most;
  select count(*) + 1 into new.nth from coupons.taken where kind_id = new.kind_id and account_id = new.account_id;
  if new.nth > most then
    raise exception 'no more than % of this kind for one account', most using errcode = '23514', constraint = 'all_of_account_taken';
  end if;
  return new;
end $$;
create trigger within_limits before insert on coupons.taken for each row execute function coupons.count_take();

-- What became of a coupon: reserved by a booking, used when it was paid, returned when the order came to nothing.
create table coupons.uses (
  order_id uuid primary key,
  coupon_id uuid not null references coupons.taken,
  kind_id uuid not null references coupons.kinds,
  off_fen bigint not null check (off_fen > 0),
  state text not null check (state in ('reserved', 'used', 'returned')),
  reserved_at timestamptz not null,
  changed_at timestamptz not null
);
-- a coupon books once at a time
create unique index one_live_use on coupons.uses (coupon_id) where state in ('reserved', 'used');
create index uses_of_kind on coupons.uses (kind_id) include (off_fen) where state = 'used';

grant select, insert on coupons.funders, coupons.taken to banyi_app;
grant select, insert, update on coupons.kinds, coupons.uses to banyi_app;
