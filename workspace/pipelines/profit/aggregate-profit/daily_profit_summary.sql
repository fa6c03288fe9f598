-- Profit per day and product category: revenue, product cost, gross profit, the day's expenses and net profit.
--
-- Expenses are booked for a day, not for a category. Each class is spread over the day's categories by what causes it:
--   * operational by pieces handled, whether they leave or come back;
--   * marketing by revenue; a category whose refunds outweigh its sales takes no part;
--   * labor by order lines, sales and refunds alike.
-- The parts have 4 places by largest remainder, ties in order of the category's name: they always sum to what was booked.
--   * If no category has any of what a class goes by, the first by name takes all.
--   * A day with expenses and no orders gets one row, category 'unallocated', so that the expense is not lost.
--   * A credit (a class that is negative in total) is spread like the same amount of cost, with the sign turned.
--
-- Money stays exact: `/` gives a binary float in DuckDB, so the spreading counts whole ten-thousandths of a unit (HUGEINT) and
-- divides with `//`, which drops the rest.
with sold as (
    select
        order_date as day,
        product_category,
        cast(sum(amount) as decimal(19,4)) as revenue,
        cast(sum(product_cost) as decimal(19,4)) as product_cost,
        sum(abs(quantity)) as pieces,
        count(*) as lines
    from orders
    group by all
),

spent as (
    select date as day, class, cast(cast(sum(amount) as decimal(19,4)) * 10000 as hugeint) as booked
    from expenses
    group by all
),

categories as (
    from sold
    union all
    select distinct day, 'unallocated', 0, 0, 0, 0 from spent where day not in (select day from sold)
),

-- One row for each category of the day and class of expenses: what there is to spread, and by what weight.
shares as (
    select
        day, product_category, class, booked,
        case class
            when 'operational' then cast(pieces as hugeint)
            when 'marketing' then cast(greatest(revenue, 0) * 10000 as hugeint)
            when 'labor' then cast(lines as hugeint)
        end as own_weight,
        sum(own_weight) over (partition by day, class) as all_weight,
        row_number() over (partition by day, class order by product_category) as place
    from categories join spent using (day)
),

-- Everybody's share rounded down, and what the rounding left over.
rounded_down as (
    select
        *,
        case
            when all_weight > 0 then abs(booked) * own_weight // all_weight
            when place = 1 then abs(booked)
            else 0
        end as part,
        case when all_weight > 0 then abs(booked) * own_weight % all_weight else 0 end as remainder
    from shares
),

-- What is left over, fewer ten-thousandths than categories, goes one each to the largest remainders.
spread as (
    select
        day, product_category, class,
        abs(booked) - sum(part) over (partition by day, class) as left_over,
        row_number() over (partition by day, class order by remainder desc, product_category) as turn,
        sign(booked) * (part + case when turn <= left_over then 1 else 0 end) as units
    from rounded_down
),

expense as (
    select
        day, product_category,
        coalesce(sum(units) filter (class = 'operational'), 0) as operational,
        coalesce(sum(units) filter (class = 'marketing'), 0) as marketing,
        coalesce(sum(units) filter (class = 'labor'), 0) as labor
    from spread
    group by all
),

summary as (
    select
        day, product_category, revenue, product_cost,
        cast(cast(coalesce(operational, 0) as decimal(23,0)) * 0.0001 as decimal(19,4)) as operational_expenses,
        cast(cast(coalesce(marketing, 0) as decimal(23,0)) * 0.0001 as decimal(19,4)) as marketing_expenses,
        cast(cast(coalesce(labor, 0) as decimal(23,0)) * 0.0001 as decimal(19,4)) as labor_expenses
    from categories left join expense using (day, product_category)
)

select
    day,
    product_category,
    revenue,
    product_cost,
    revenue - product_cost as gross_profit,
    operational_expenses,
    marketing_expenses,
    labor_expenses,
    revenue - product_cost - operational_expenses - marketing_expenses - labor_expenses as net_profit
from summary
order by day, product_category
