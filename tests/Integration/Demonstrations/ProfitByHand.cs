using System.Numerics;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>The two pipelines of profit in decimals and whole ten-thousandths, from the files.</summary>
static class ProfitByHand
{
    const string Aggregate = "aggregate-profit";
    const string Summary = "daily_profit_summary";
    const decimal Unit = 0.0001m;
    const int DeadlineHours = 6;

    static readonly string[] classes = ["operational", "marketing", "labor"];

    sealed record Category(string Name, decimal Revenue, decimal Cost, BigInteger Pieces, BigInteger Lines)
    {
        public decimal Gross => Revenue - Cost;

        /// <summary>What the category has of what a class of expenses goes by.</summary>
        public BigInteger Weight(string @class) => @class switch
        {
            "operational" => Pieces,
            "marketing" => Units(Math.Max(Revenue, 0)),
            _ => Lines,
        };
    }

    sealed record SummaryRow(DateOnly Day, Category Of, decimal[]? Expenses)
    {
        public decimal? Net => Of.Gross - Expenses?.Sum();
    }

    public static IEnumerable<ExpectedNumbers> Of(Deliveries files) =>
        files.Days.SelectMany(day => UnitsOf(files, day).Concat(SummaryOf(files, day))).Concat(files.Months.SelectMany(month => TrendOf(files, month)));

    static IEnumerable<ExpectedNumbers> UnitsOf(Deliveries files, DateOnly day) => (files.OrdersOf(day) ?? []).Select(order => ExpectedNumbers.Row(
        "unit_profit", DataInterval.Day(day), [],
        ("order_id", order.OrderId), ("line_number", order.Line), ("day", order.Day), ("product_category", order.Category), ("quantity", order.Quantity),
        ("revenue", order.Amount), ("product_cost", order.Cost), ("gross_profit", order.Amount - order.Cost)));

    static IEnumerable<ExpectedNumbers> SummaryOf(Deliveries files, DateOnly day)
    {
        var (interval, lacks) = (DataInterval.Day(day), LacksOf(files, day));
        if (!IsPublished(files, day))
        {
            return [];
        }

        if (RowsOf(files, day) is not { } rows)
        {
            return [Point(lacks, "gross_profit", interval, null), Point(lacks, "net_profit", interval, null)];
        }

        return [
            .. rows.Select(row => ExpectedNumbers.Row(
                Summary, interval, lacks,
                ("day", row.Day), ("product_category", row.Of.Name), ("revenue", row.Of.Revenue), ("product_cost", row.Of.Cost), ("gross_profit", row.Of.Gross),
                ("operational_expenses", row.Expenses?[0]), ("marketing_expenses", row.Expenses?[1]), ("labor_expenses", row.Expenses?[2]), ("net_profit", row.Net))),
            Point(lacks, "gross_profit", interval, rows.Sum(row => row.Of.Gross)),
            Point(lacks, "net_profit", interval, Sum(rows)),
            .. rows.SelectMany(row => new[]
            {
                Point(lacks, "gross_profit", interval, row.Of.Gross, $"product_category={row.Of.Name}"),
                Point(lacks, "net_profit", interval, row.Net, $"product_category={row.Of.Name}"),
            }),
        ];

        ExpectedNumbers Point(List<Lack> lacks, string metric, DataInterval period, decimal? value, string dimensions = "") =>
            ExpectedNumbers.Point(Aggregate, interval, lacks, metric, period, value, dimensions);
    }

    // The run of the last day computes its month, over the days that have rows. Where its own day has none there is nothing to compute it with.
    static IEnumerable<ExpectedNumbers> TrendOf(Deliveries files, DataInterval month)
    {
        var interval = DataInterval.Day(month.Last);
        List<Lack> lacks = [.. month.Days.SelectMany(day => IsPublished(files, day) ? LacksOf(files, day) : [new(Summary, DataInterval.Day(day))])];
        if (!IsPublished(files, month.Last))
        {
            return [];
        }

        if (files.OrdersOf(month.Last) is null)
        {
            return [Point("gross_profit", null), Point("net_profit", null)];
        }

        List<SummaryRow> rows = [.. month.Days.Where(day => IsPublished(files, day)).SelectMany(day => RowsOf(files, day) ?? [])];
        var (gross, net) = (rows.Sum(row => row.Of.Gross), files.ExpensesOf(month.Last) is null ? null : Sum(rows));
        return [
            ExpectedNumbers.Row(
                "monthly_profit_trends", interval, lacks,
                ("month", month.First), ("days", rows.Select(row => row.Day).Distinct().Count()), ("revenue", rows.Sum(row => row.Of.Revenue)), ("gross_profit", gross), ("net_profit", net)),
            Point("gross_profit", gross),
            Point("net_profit", net),
        ];

        ExpectedNumbers Point(string metric, decimal? value) => ExpectedNumbers.Point(Aggregate, interval, lacks, metric, month, value);
    }

    static bool IsPublished(Deliveries files, DateOnly day) => LacksOf(files, day).Count == 0 || files.HasPassed(DataInterval.Day(day), DeadlineHours);

    static List<Lack> LacksOf(Deliveries files, DateOnly day) =>
    [
        .. files.OrdersOf(day) is null ? [new Lack("orders", DataInterval.Day(day))] : Array.Empty<Lack>(),
        .. files.ExpensesOf(day) is null ? [new Lack("expenses", DataInterval.Day(day))] : Array.Empty<Lack>(),
    ];

    // One value that is not known makes the sum unknown.
    static decimal? Sum(IReadOnlyCollection<SummaryRow> rows) => rows.Any(row => row.Net is null) ? null : rows.Sum(row => row.Net);

    static List<SummaryRow>? RowsOf(Deliveries files, DateOnly day)
    {
        if (files.OrdersOf(day) is not { } orders)
        {
            return null;
        }

        var expenses = files.ExpensesOf(day);
        var sold = orders.GroupBy(order => order.Day).ToDictionary(
            group => group.Key,
            group => group.GroupBy(order => order.Category).Select(lines => new Category(
                lines.Key, lines.Sum(line => line.Amount), lines.Sum(line => line.Cost), lines.Sum(line => Math.Abs(line.Quantity)), lines.Count()))
                    .OrderBy(category => category.Name, StringComparer.Ordinal).ToList());
        foreach (var spent in (expenses ?? []).Select(expense => expense.Day).Where(spent => !sold.ContainsKey(spent)).Distinct().ToList())
        {
            sold[spent] = [new("unallocated", 0, 0, 0, 0)];
        }

        return [.. sold.SelectMany(of => Spread(of.Key, of.Value, expenses))];
    }

    static IEnumerable<SummaryRow> Spread(DateOnly day, List<Category> categories, IReadOnlyList<ExpenseRow>? expenses)
    {
        if (expenses is null)
        {
            return categories.Select(category => new SummaryRow(day, category, null));
        }

        var parts = classes.Select(
            @class => Parts(expenses.Where(expense => expense.Day == day && expense.Class == @class).Sum(expense => expense.Amount), [.. categories.Select(category => category.Weight(@class))]))
            .ToList();
        return categories.Select((category, at) => new SummaryRow(day, category, [.. parts.Select(part => part[at])]));
    }

    /// <summary>An amount in parts by weight, of 4 places by largest remainder, ties in order; without any weight the first takes all.</summary>
    static decimal[] Parts(decimal amount, BigInteger[] weights)
    {
        var (units, all) = (BigInteger.Abs(Units(amount)), weights.Aggregate(BigInteger.Zero, BigInteger.Add));
        if (all.IsZero)
        {
            return [.. weights.Select((_, at) => at == 0 ? amount : 0)];
        }

        BigInteger[] parts = [.. weights.Select(weight => units * weight / all)];
        var left = (int)(units - parts.Aggregate(BigInteger.Zero, BigInteger.Add));
        foreach (var at in Enumerable.Range(0, weights.Length).OrderByDescending(at => units * weights[at] % all).ThenBy(at => at).Take(left))
        {
            parts[at]++;
        }

        return [.. parts.Select(part => Math.Sign(amount) * (decimal)part * Unit)];
    }

    static BigInteger Units(decimal amount) => (BigInteger)(amount / Unit);
}
