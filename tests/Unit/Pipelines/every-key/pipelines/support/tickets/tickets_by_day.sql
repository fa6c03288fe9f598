select cast(opened as date) as day, status, count(*) as tickets, sum(amount) as paid, any_value(cost) as cost
from tickets left join (select sum(cost) as cost from ledger) as costs on true
group by all
