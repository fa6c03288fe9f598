select customer_id, period.first_day as month
from sales, period
where customer_id not in (select customer_id from months_customers)
group by all
