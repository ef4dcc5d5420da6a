/** Orders, refunds and bill files of the merchant. Account and transfers bring their own (merchant-account.ts, transfers.ts). */
export const PAY_TABLES = `
create table if not exists pay_orders (
  out_trade_no text primary key, transaction_id text unique, prepay_id text not null unique, prepay_at integer not null,
  fingerprint text not null, description text not null, attach text not null, notify_url text not null,
  openid text not null, total integer not null, state text not null, expires_at integer not null,
  created_at integer not null, paid_at integer, closed_at integer);
create index if not exists pay_orders_paid on pay_orders (paid_at);
create table if not exists pay_refunds (
  out_refund_no text primary key, refund_id text not null unique, out_trade_no text not null references pay_orders,
  fingerprint text not null, refund integer not null, reason text not null, notify_url text not null,
  status text not null, outcome text not null, created_at integer not null, due_at integer not null, success_at integer);
create index if not exists pay_refunds_order on pay_refunds (out_trade_no);
create index if not exists pay_refunds_created on pay_refunds (created_at);
create index if not exists pay_refunds_due on pay_refunds (status, due_at);
create table if not exists pay_refund_details (
  out_refund_no text primary key, fee integer not null, received_by text not null, abnormal_print text not null);
create table if not exists pay_bill_files (
  token text primary key, created_at integer not null, gzip integer not null, content text not null);
`
