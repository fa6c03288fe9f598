-- Growth is a share and no money, so it may be a float on its way to six places.
with revenue as (
    select
        max(months_revenue.revenue) filter (where month = first_day) as this_month,
        max(months_revenue.revenue) filter (where month < first_day) as month_before
    from months_revenue, period
)

select
    period.first_day as month,
    (select count(*) from months_customers where months_customers.month = period.first_day) as new_customers,
    (select count(*) from months_customers) as cumulative_customers,
    this_month as revenue,
    cast(case when month_before > 0 then (this_month - month_before) / month_before end as decimal(19,6)) as revenue_growth
from revenue, period
