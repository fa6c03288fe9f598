select
    period.last_day as day,
    count(distinct customer_id) filter (where active_customers.day = period.last_day) as daily_active_customers,
    count(distinct customer_id) filter (where active_customers.day > period.last_day - interval 7 days) as weekly_active_customers,
    count(distinct customer_id) as monthly_active_customers
from period left join active_customers on true
group by all
