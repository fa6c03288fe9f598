select distinct period.last_day as day, customer_id, 'purchase' as event from sales, period
union all
select distinct period.last_day, customer_id, 'survey' from surveys, period
