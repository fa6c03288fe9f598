select period.first_day as month, cast(coalesce(sum(amount), 0) as decimal(19,4)) as revenue
from period left join orders on true
group by all
