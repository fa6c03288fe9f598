select customer_id, min(order_date) as day
from orders
where kind = 'sale' and customer_id not in (select customer_id from first_purchases)
group by customer_id
