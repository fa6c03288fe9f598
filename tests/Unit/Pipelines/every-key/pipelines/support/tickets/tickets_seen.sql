select distinct status from tickets where status not in (select status from tickets_seen)
