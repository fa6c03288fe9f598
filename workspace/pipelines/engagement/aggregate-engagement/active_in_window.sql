select period.last_day as day, count(distinct customer_id) as customers
from period left join active_customers on true
group by all
