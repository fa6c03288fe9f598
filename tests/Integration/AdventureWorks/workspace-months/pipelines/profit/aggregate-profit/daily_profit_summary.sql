-- One month of internet sales by day and category, with its share of the company's operating expenses.
--
-- The ledger is the whole company's. Internet sales carry of a month's operating expenses what they are of internet and reseller
-- sales together, and each day and category carries of that what it is of the month's revenue. Both steps count whole
-- ten-thousandths (HUGEINT) and give the rest to the largest remainders, ties by key, so that the parts sum to the whole.
--
-- A month in which no labor is posted has no meaningful ledger, only corrections or nothing: expenses and net profit are unknown.
with sold as (
    select
        order_date as day,
        product_category,
        cast(sum(sales_amount) as decimal(19,4)) as revenue,
        cast(sum(product_cost) as decimal(19,4)) as product_cost
    from sales
    group by all
),

expenses as (
    select cast(cast(sum(amount) as decimal(19,4)) * 10000 as hugeint) as expenses
    from ledger join account_map using (account_id)
    where scenario = 'Actual' and expense_class in ('labor', 'marketing', 'operational')
    having count(*) filter (expense_class = 'labor') > 0
),

internet as (
    select cast(cast(sum(sales_amount) as decimal(19,4)) * 10000 as hugeint) as internet from sales
),

resellers as (
    select cast(cast(coalesce(sum(sales_amount), 0) as decimal(19,4)) * 10000 as hugeint) as resellers from reseller
),

-- Of two parts at most one ten-thousandth is left over: it goes to the larger remainder, to internet sales if they are equal.
internet_share as (
    select
        internet + resellers as everything,
        abs(expenses) * internet // everything as part,
        abs(expenses) * internet % everything as remainder,
        abs(expenses) * resellers % everything as other_remainder,
        sign(expenses) * (part + case when remainder > 0 and remainder >= other_remainder then 1 else 0 end) as allocated
    from expenses cross join internet cross join resellers
),

shares as (
    select
        day, product_category, allocated,
        cast(greatest(revenue, 0) * 10000 as hugeint) as own_weight,
        sum(own_weight) over () as all_weight,
        row_number() over (order by day, product_category) as place
    from sold cross join internet_share
),

rounded_down as (
    select
        *,
        case
            when all_weight > 0 then abs(allocated) * own_weight // all_weight
            when place = 1 then abs(allocated)
            else 0
        end as part,
        case when all_weight > 0 then abs(allocated) * own_weight % all_weight else 0 end as remainder
    from shares
),

spread as (
    select
        day, product_category,
        abs(allocated) - sum(part) over () as left_over,
        row_number() over (order by remainder desc, day, product_category) as turn,
        sign(allocated) * (part + case when turn <= left_over then 1 else 0 end) as units
    from rounded_down
),

expense as (
    select day, product_category, cast(cast(units as decimal(23,0)) * 0.0001 as decimal(19,4)) as allocated_expenses
    from spread
)

select
    day,
    product_category,
    revenue,
    product_cost,
    revenue - product_cost as gross_profit,
    allocated_expenses,
    revenue - product_cost - allocated_expenses as net_profit
from sold left join expense using (day, product_category)
order by day, product_category
