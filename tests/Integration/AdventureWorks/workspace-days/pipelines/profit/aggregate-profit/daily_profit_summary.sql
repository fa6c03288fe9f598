-- One day of internet sales by category. Expenses are posted by month, so a day alone cannot tell net profit.
select
    order_date as day,
    product_category,
    cast(sum(sales_amount) as decimal(19,4)) as revenue,
    cast(sum(product_cost) as decimal(19,4)) as product_cost,
    cast(sum(sales_amount) - sum(product_cost) as decimal(19,4)) as gross_profit
from sales
group by all
order by day, product_category
