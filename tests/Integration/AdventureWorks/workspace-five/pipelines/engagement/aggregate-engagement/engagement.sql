select
    period.last_day as day,
    count(distinct customer_id) filter (where event = 'purchase' and active_customers.day = period.last_day) as buyers,
    count(distinct customer_id) filter (where event = 'survey' and active_customers.day = period.last_day) as respondents,
    count(distinct customer_id) filter (where active_customers.day > period.last_day - interval 7 days) as weekly_active,
    count(distinct customer_id) as monthly_active
from period left join active_customers on true
group by all
