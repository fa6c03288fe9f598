using static EventedPipelines.Tests.Integration.AdventureWorks.AdventureWorksData;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

/// <summary>One day and category. Expenses are null where the month has no meaningful ledger.</summary>
sealed record ProfitRow(DateOnly Day, string Category, decimal Revenue, decimal ProductCost, decimal? Expenses)
{
    public decimal Gross => Revenue - ProductCost;

    public decimal? Net => Gross - Expenses;
}

/// <summary>
/// What the pipelines over AdventureWorks have to publish, worked out a second way: plain decimals, no SQL, nothing of the product.
/// The rule is the data set's own ("Rule for net profit" in its README) with domain.md 2.10 for the last ten-thousandth.
/// </summary>
sealed class AdventureWorksExpected
{
    const decimal TenThousandth = 0.0001m;

    static readonly DateOnly ledgerEnds = new(2013, 12, 1);
    static readonly string[] operatingExpense = ["labor", "marketing", "operational"];

    readonly Dictionary<DateOnly, decimal> _internet = [];
    readonly Dictionary<DateOnly, decimal> _reseller = [];
    readonly Dictionary<DateOnly, decimal> _opex = [];

    AdventureWorksExpected()
    {
        var days = new SortedDictionary<(DateOnly Day, string Category), (decimal Revenue, decimal Cost)>();
        foreach (var line in AdventureWorksData.Rows("sales_lines.csv"))
        {
            var key = (Day(line["order_date"]), line["product_category"]);
            var (revenue, cost) = days.GetValueOrDefault(key);
            days[key] = (revenue + Amount(line["sales_amount"]), cost + Amount(line["product_cost"]));
            Add(_internet, Month(key.Item1), Amount(line["sales_amount"]));
        }

        foreach (var sale in AdventureWorksData.Rows("reseller_sales_by_day.csv"))
        {
            Add(_reseller, Month(Day(sale["order_date"]).AddDays(-3)), Amount(sale["sales_amount"]));
        }

        var classes = AdventureWorksData.Rows("account_map.csv").ToDictionary(account => account["account_id"], account => account["expense_class"]);
        var actual = AdventureWorksData.Rows("ledger_entries.csv").Where(entry => entry["scenario"] == "Actual");
        foreach (var entry in actual.Where(entry => operatingExpense.Contains(classes[entry["account_id"]])))
        {
            Add(_opex, Month(Day(entry["posting_date"]).AddDays(-3)), Amount(entry["amount"]));
        }

        Rows = [.. days.GroupBy(day => Month(day.Key.Day)).SelectMany(month =>
            Spread(month.Key, [.. month.Select(day => new ProfitRow(day.Key.Day, day.Key.Category, day.Value.Revenue, day.Value.Cost, null))]))];
    }

    public static AdventureWorksExpected Derived { get => field ??= new(); }

    /// <summary>All days and categories with sales, in order of day and category.</summary>
    public IReadOnlyList<ProfitRow> Rows { get; }

    /// <summary>Net profit of a month with nothing rounded (28 digits), by the data set's own formula; null without a meaningful ledger.</summary>
    public decimal? UnroundedNet(DateOnly month) =>
        month >= ledgerEnds
            ? null
            : Rows.Where(row => Month(row.Day) == month).Sum(row => row.Gross) - (_opex[month] * _internet[month] / (_internet[month] + _reseller[month]));

    IEnumerable<ProfitRow> Spread(DateOnly month, IReadOnlyList<ProfitRow> rows)
    {
        if (month >= ledgerEnds)
        {
            return rows;
        }

        var allocated = LargestRemainder(_opex[month], [_internet[month], _reseller[month]])[0];
        return rows.Zip(LargestRemainder(allocated, [.. rows.Select(row => row.Revenue)]), (row, share) => row with { Expenses = share });
    }

    /// <summary>The whole in parts of 4 places by weight; the weights stand in order of their keys, and an earlier one wins a tie.</summary>
    static decimal[] LargestRemainder(decimal whole, IReadOnlyList<decimal> weights)
    {
        var all = weights.Sum();
        var parts = weights.Select(weight => ((whole * weight) - (whole * weight % (all * TenThousandth))) / all).ToArray();
        var left = (int)((whole - parts.Sum()) / TenThousandth);
        foreach (var at in Enumerable.Range(0, parts.Length).OrderByDescending(at => whole * weights[at] % (all * TenThousandth)).ThenBy(at => at).Take(left))
        {
            parts[at] += TenThousandth;
        }

        return parts;
    }

    static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    static void Add(Dictionary<DateOnly, decimal> sums, DateOnly month, decimal amount) => sums[month] = sums.GetValueOrDefault(month) + amount;
}
