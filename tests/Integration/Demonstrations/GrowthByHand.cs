using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>The two pipelines of growth, from the files: each customer once, with the first purchase in what was there.</summary>
static class GrowthByHand
{
    const string Monthly = "aggregate-growth";
    const int DeadlineHours = 8;

    public static IEnumerable<ExpectedNumbers> Of(Deliveries files) => DaysOf(files).Concat(MonthsOf(files));

    // For experiments there is nothing of a day without orders, and every later day says that it has not read it.
    static IEnumerable<ExpectedNumbers> DaysOf(Deliveries files)
    {
        HashSet<string> known = [];
        List<Lack> lacks = [];
        foreach (var day in files.Days)
        {
            if (files.OrdersOf(day) is not { } orders)
            {
                lacks.Add(new("first_purchases", DataInterval.Day(day)));
                continue;
            }

            var (interval, sofar) = (DataInterval.Day(day), lacks.ToList());
            var firsts = orders.Where(order => order.IsSale && !known.Contains(order.Customer)).GroupBy(order => order.Customer, order => order.Day).ToList();
            foreach (var first in firsts)
            {
                known.Add(first.Key);
                yield return ExpectedNumbers.Row("first_purchases", interval, sofar, ("customer_id", first.Key), ("day", first.Min()));
            }

            yield return ExpectedNumbers.Row("daily_growth", interval, sofar, ("day", day), ("new_customers", firsts.Count));
            yield return ExpectedNumbers.Point("daily-growth", interval, sofar, "new_customers", interval, firsts.Count);
        }
    }

    static IEnumerable<ExpectedNumbers> MonthsOf(Deliveries files)
    {
        HashSet<string> known = [];
        List<Lack> lost = [];
        decimal? before = null;
        foreach (var month in files.Months)
        {
            var days = month.Days.ToList();
            if (days.Exists(day => files.OrdersOf(day) is null))
            {
                if (!files.HasPassed(month, DeadlineHours))
                {
                    yield break;
                }

                lost.Add(new("orders", month));
            }

            // Growth compares with the month before, and there is none before the first.
            List<Lack> lacks = month.First == LivedDemonstration.FirstDay ? [.. lost, new("months_revenue", month.Previous)] : [.. lost];

            // Over the days that have come, and says which have not.
            List<OrderRow> orders = [.. days.SelectMany(day => files.OrdersOf(day) ?? [])];
            List<string> added = [.. orders.Where(order => order.IsSale).Select(order => order.Customer).Distinct().Where(known.Add)];
            foreach (var customer in added)
            {
                yield return ExpectedNumbers.Row("months_customers", month, [.. lost], ("customer_id", customer), ("month", month.First));
            }

            var revenue = orders.Sum(order => order.Amount);
            var growth = before > 0 ? (revenue - before) / before : null;
            before = revenue;
            yield return ExpectedNumbers.Row(
                "monthly_growth", month, lacks, ("month", month.First), ("new_customers", added.Count), ("cumulative_customers", known.Count), ("revenue", revenue), ("revenue_growth", growth));
            yield return ExpectedNumbers.Point(Monthly, month, lacks, "new_customers", month, added.Count);
            yield return ExpectedNumbers.Point(Monthly, month, lacks, "cumulative_customers", month, known.Count);
            yield return ExpectedNumbers.Point(Monthly, month, lacks, "revenue_growth", month, growth);
        }
    }
}
