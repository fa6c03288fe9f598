using System.Globalization;
using System.Text;

namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>One file of the sample: its path below the data folder and its lines, UTF-8, each ended by a line feed.</summary>
public sealed record SampleFile(string Path, IReadOnlyList<string> Lines)
{
    /// <summary>The day's `orders`, `activity` and `expenses`, as `orders/yyyy/MM/orders-yyyy-MM-dd.csv`, each with its header, as their provider meant them.</summary>
    public static IReadOnlyList<SampleFile> Of(int seed, DateOnly day)
    {
        var orders = SampleOrders.Of(seed, day);
        return
        [
            new(PathOf("orders", day), [OrderLine.Header, .. orders.Select(line => line.ToCsv())]),
            new(PathOf("activity", day), [ActivityLine.Header, .. SampleActivity.Of(seed, day, orders).Select(line => line.ToCsv())]),
            new(PathOf("expenses", day), [ExpenseLine.Header, .. SampleExpenses.Of(seed, day).Select(line => line.ToCsv())]),
        ];
    }

    public string Source => Path[..Path.IndexOf('/', StringComparison.Ordinal)];

    public DateOnly Day => DateOnly.ParseExact(System.IO.Path.GetFileNameWithoutExtension(Path)[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public byte[] Content => Encoding.UTF8.GetBytes(string.Concat(Lines.Select(line => line + "\n")));

    static string PathOf(string source, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{source}/{day:yyyy}/{day:MM}/{source}-{day:yyyy-MM-dd}.csv");
}
