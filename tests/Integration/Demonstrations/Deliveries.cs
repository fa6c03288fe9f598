using System.Globalization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.Demonstrations;

sealed record OrderRow(string OrderId, int Line, DateOnly Day, string Customer, string Category, int Quantity, decimal Amount, decimal Cost, bool IsSale);

sealed record ExpenseRow(DateOnly Day, string Class, decimal Amount);

/// <summary>
/// The files of the data folder as they are, read by hand: what a file lacks of its contract makes it unreadable, and null rows in it are rejected. A day
/// without a file that can be read is null, never empty.
/// </summary>
sealed class Deliveries
{
    static readonly string[] orders = ["order_id", "line_number", "order_date", "customer_id", "product_category", "quantity", "amount", "product_cost", "kind"];
    static readonly string[] activity = ["event_id", "customer_id", "event", "happened_at"];
    static readonly string[] expenses = ["date", "expense_id", "class", "amount"];

    readonly Dictionary<DateOnly, IReadOnlyList<OrderRow>?> _orders = [];
    readonly Dictionary<DateOnly, IReadOnlyList<string>?> _visitors = [];
    readonly Dictionary<DateOnly, IReadOnlyList<ExpenseRow>?> _expenses = [];

    readonly DateTimeOffset _now;

    Deliveries(DateTimeOffset now) => _now = now;

    public static Deliveries In(string folder, DateTimeOffset now)
    {
        var deliveries = new Deliveries(now);
        foreach (var day in deliveries.Days)
        {
            deliveries._orders[day] = Rows(folder, "orders", day, orders) is { } lines ? [.. Accepted(lines)] : null;
            deliveries._visitors[day] = Rows(folder, "activity", day, activity)?.Where(row => row.Values.All(value => value.Length > 0)).DistinctBy(row => row["event_id"])
                .Select(row => row["customer_id"]).ToList();
            deliveries._expenses[day] = Rows(folder, "expenses", day, expenses)?.Where(row => row.Values.All(value => value.Length > 0))
                .Select(row => new ExpenseRow(Day(row["date"]), row["class"], Number(row["amount"]))).ToList();
        }

        return deliveries;
    }

    /// <summary>Those that have been run and are over.</summary>
    public IEnumerable<DateOnly> Days
    {
        get
        {
            for (var day = LivedDemonstration.FirstDay; HasPassed(DataInterval.Day(day), 0); day = day.AddDays(1))
            {
                yield return day;
            }
        }
    }

    public IEnumerable<DataInterval> Months => Days.Select(DataInterval.Month).Distinct().Where(month => HasPassed(month, 0));

    /// <summary>Whether a deadline so many hours after the interval has closed has passed. What was over when the life began is backfilled, which goes without what is not there.</summary>
    public bool HasPassed(DataInterval interval, int hours) => _now >= new DateTimeOffset(interval.Last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(hours);

    public IReadOnlyList<OrderRow>? OrdersOf(DateOnly day) => _orders.GetValueOrDefault(day);

    public IReadOnlyList<ExpenseRow>? ExpensesOf(DateOnly day) => _expenses.GetValueOrDefault(day);

    /// <summary>The customers of the day's events.</summary>
    public IReadOnlyList<string>? VisitorsOf(DateOnly day) => _visitors.GetValueOrDefault(day);

    // What every pipeline takes of a day's lines: of a line that comes twice the first; no amount that is null, or negative and no refund (domain.md 2.7, 2.7a).
    static IEnumerable<OrderRow> Accepted(IReadOnlyList<IReadOnlyDictionary<string, string>> lines) =>
        from line in lines.Where(line => line.All(value => value.Key == "amount" || value.Value.Length > 0)).DistinctBy(line => (line["order_id"], line["line_number"]))
        where line["amount"].Length > 0 && (line["kind"] == "refund" || (Number(line["amount"]) >= 0 && Number(line["product_cost"]) >= 0))
        select new OrderRow(
            line["order_id"], int.Parse(line["line_number"], CultureInfo.InvariantCulture), Day(line["order_date"]), line["customer_id"], line["product_category"],
            int.Parse(line["quantity"], CultureInfo.InvariantCulture), Number(line["amount"]), Number(line["product_cost"]), line["kind"] == "sale");

    static List<IReadOnlyDictionary<string, string>>? Rows(string folder, string source, DateOnly day, string[] columns)
    {
        var path = Path.Combine(folder, source, day.ToString("yyyy", CultureInfo.InvariantCulture), day.ToString("MM", CultureInfo.InvariantCulture), $"{source}-{day:yyyy-MM-dd}.csv");
        if (!File.Exists(path))
        {
            return null;
        }

        var lines = File.ReadAllLines(path);
        lines.ShouldAllBe(line => !line.Contains('"'), $"{path} is quoted, which is not read here.");
        var header = lines[0].Split(',');
        return columns.All(header.Contains)
            ? [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(value => value.First, value => value.Second, StringComparer.Ordinal))]
            : null;
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
