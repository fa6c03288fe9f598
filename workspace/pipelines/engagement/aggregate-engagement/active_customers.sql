select period.last_day as day, customer_id
from activity, period
group by all
