-- Revenue and orders of a day.
select order_date as day, count(*) as orders, sum(amount) as revenue
from orders
group by order_date
