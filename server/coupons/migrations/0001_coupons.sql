create schema coupons;
grant usage on schema coupons to banyi_app;
