select order_id, line_number, order_date as day, product_category, sales_amount as revenue, product_cost, sales_amount - product_cost as gross_profit
from sales
