/** What WeChat remembers of people: users, one-time codes, tokens, accepted subscriptions, and what reached a phone. */
export const WECHAT_TABLES = `
create table if not exists users (
  openid text primary key, nickname text not null, phone text not null unique, created_at integer not null);
create table if not exists codes (
  code text primary key, kind text not null, openid text not null references users, created_at integer not null, used_at integer);
create table if not exists tokens (
  token text primary key, created_at integer not null, expires_at integer not null);
create table if not exists token_refreshes (at integer not null);
create table if not exists quotas (
  openid text not null references users, template_id text not null, remaining integer not null, primary key (openid, template_id));
create table if not exists messages (
  id text primary key, channel text not null, phone text not null, openid text not null default '',
  template_id text not null, title text not null, text text not null, params text not null,
  page text not null default '', created_at integer not null);
create index if not exists messages_phone on messages (phone, created_at);
`
