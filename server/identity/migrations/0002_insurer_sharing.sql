-- A consent of its own for what an insurer learns.
alter table identity.consents drop constraint consents_purpose_check,
  add constraint consents_purpose_check check (purpose in ('privacy', 'health', 'location', 'companion-sharing', 'insurer-sharing'));
