select
    order_date as day,
    product_category,
    product_id,
    count(*) as lines,
    sum(quantity) as pieces,
    sum(quantity * unit_price - discount) as revenue,
    sum(quantity * unit_cost) as product_cost,
    revenue - product_cost as gross_profit
from order_lines
group by all
order by all
