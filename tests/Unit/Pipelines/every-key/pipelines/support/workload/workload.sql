select max(month) as month, cast(sum(tickets) as bigint) as tickets, (select cast(sum(tickets) as bigint) from tickets_by_day) as of_days
from tickets_by_month
