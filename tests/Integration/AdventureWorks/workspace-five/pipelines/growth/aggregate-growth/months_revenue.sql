select period.first_day as month, cast(coalesce(sum(sales_amount), 0) as decimal(19,4)) as revenue
from period left join sales on true
group by all
