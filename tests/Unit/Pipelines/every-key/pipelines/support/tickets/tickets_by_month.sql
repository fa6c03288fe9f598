select date_trunc('month', day)::date as month, sum(tickets)::bigint as tickets from tickets_by_day group by all
