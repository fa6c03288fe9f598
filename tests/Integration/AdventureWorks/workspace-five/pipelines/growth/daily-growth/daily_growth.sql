-- `period` is there for every model: its one row names the first and last day of what is computed.
select period.last_day as day, count(first_purchases.customer_id) as new_customers
from period left join first_purchases on true
group by all
