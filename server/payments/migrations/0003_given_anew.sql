-- What a refund that failed left to be given anew, and was: by the order's desk under a key of its own, not by "again" in its place.
-- Without this both doors could give the same money back.
alter table payments.refunds add column anew_fen bigint not null default 0;
alter table payments.refunds add constraint anew_within check (anew_fen between 0 and amount_fen);
