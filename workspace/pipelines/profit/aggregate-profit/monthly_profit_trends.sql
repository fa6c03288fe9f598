-- A month over its days. `daily_profit_summary` is read for the month, because this model is by the month. Without the expenses of one of its
-- days the month has no net profit: a sum over the others would pass for one.
select
    period.first_day as month,
    count(distinct day) as days,
    cast(coalesce(sum(revenue), 0) as decimal(19,4)) as revenue,
    cast(coalesce(sum(gross_profit), 0) as decimal(19,4)) as gross_profit,
    case when count(day) = count(net_profit) then cast(coalesce(sum(net_profit), 0) as decimal(19,4)) end as net_profit
from period left join daily_profit_summary on true
group by all
