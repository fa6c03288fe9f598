select customer_id, min(order_date) as day
from sales
where customer_id not in (select customer_id from first_purchases)
group by customer_id
