create schema insurance;
grant usage on schema insurance to banyi_app;
