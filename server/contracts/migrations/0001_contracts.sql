create schema contracts;
grant usage on schema contracts to banyi_app;
