select
    order_id,
    line_number,
    order_date as day,
    product_category,
    quantity,
    amount as revenue,
    product_cost,
    amount - product_cost as gross_profit
from orders
