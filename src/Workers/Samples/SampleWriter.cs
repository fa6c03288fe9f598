using System.Globalization;
using System.Text;

namespace EventedPipelines.Workers.Samples;

/// <summary>
/// Writes synthetic orders, activity and expenses for one day: the same bytes for the same seed and day, on any machine, in any order of days.
/// The data says so itself: a README.md beside it, and every id starts with "SYN-".
/// </summary>
public static class SampleWriter
{
    /// <summary>
    /// Writes `orders/yyyy/MM/orders-yyyy-MM-dd.csv`, and likewise `activity` and `expenses` (UTF-8, first line the header) below
    /// the data folder, each aside and then renamed, so that no reader sees half a file. A file that is already right is left alone.
    /// </summary>
    public static void WriteDay(string dataFolder, int seed, DateOnly day)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"Synthetic data written by EventedPipelines' sample writer, seed {seed}. No real trade, person or company.");
        Write(Path.Combine(dataFolder, "README.md"), [note]);
        var orders = SampleOrders.Of(seed, day);
        Write(PathOf(dataFolder, "orders", day), orders.Select(line => line.ToCsv()).Prepend(OrderLine.Header));
        Write(PathOf(dataFolder, "activity", day), SampleActivity.Of(seed, day, orders).Select(line => line.ToCsv()).Prepend(ActivityLine.Header));
        Write(PathOf(dataFolder, "expenses", day), SampleExpenses.Of(seed, day).Select(line => line.ToCsv()).Prepend(ExpenseLine.Header));
    }

    static string PathOf(string dataFolder, string name, DateOnly day) =>
        Path.Combine(dataFolder, name, Iso(day, "yyyy"), Iso(day, "MM"), $"{name}-{Iso(day, "yyyy-MM-dd")}.csv");

    static string Iso(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);

    static void Write(string path, IEnumerable<string> lines)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var aside = Path.Combine(folder, $".{Path.GetRandomFileName()}.part");
        File.WriteAllBytes(aside, content);
        File.Move(aside, path, overwrite: true);
    }
}
