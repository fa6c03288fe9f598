using System.Globalization;
using System.Security.Cryptography;
using EventedPipelines.Workers.Demo.Samples;

namespace EventedPipelines.Tests.Unit.Samples;

public sealed class SampleWriterSpecs : IDisposable
{
    static readonly DateOnly day = new(2026, 11, 22);

    readonly string _folder = Directory.CreateTempSubdirectory("samples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Pinned: these bytes are the demo's past, on every machine and in every release.
    [Fact]
    public void a_day_of_the_sample_is_the_same_bytes_for_ever()
    {
        SampleWriter.WriteDay(_folder, 42, day);

        Sha256("orders/2026/11/orders-2026-11-22.csv").ShouldBe("9e9a1ed0570db1cde99d04aa9e703475e5aa7bb44a727d25259ff8fa3fb1cf70");
        Sha256("activity/2026/11/activity-2026-11-22.csv").ShouldBe("99d9dcbb75b551d2fb654a6c1bc6324093fed4c05cb6852cde7a25b6527b5b71");
        Sha256("expenses/2026/11/expenses-2026-11-22.csv").ShouldBe("aa1780f78d4a7cd6ee02a5cef5ddd5d08591ecce59007defc616846daf1e6766");
    }

    [Fact]
    public void the_order_of_days_and_the_culture_of_the_machine_make_no_difference_to_the_sample()
    {
        Write(day);
        Write(day.AddDays(1));
        var before = Sha256("orders/2026/11/orders-2026-11-22.csv");
        Directory.Delete(_folder, recursive: true);
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new("th-TH");
        Write(day.AddDays(1));
        Write(day);
        CultureInfo.CurrentCulture = culture;

        Sha256("orders/2026/11/orders-2026-11-22.csv").ShouldBe(before);
    }

    [Fact]
    public void another_seed_or_day_gives_other_data_of_the_sample()
    {
        Write(day);
        Write(day.AddDays(1));
        var first = Sha256("orders/2026/11/orders-2026-11-22.csv");
        SampleWriter.WriteDay(_folder, 43, day);

        Sha256("orders/2026/11/orders-2026-11-22.csv").ShouldNotBe(first);
        Orders(day)[0]["order_id"].ShouldStartWith("SYN-20261122-");
        Orders(day.AddDays(1))[0]["order_id"].ShouldStartWith("SYN-20261123-");
    }

    [Fact]
    public void writing_the_sample_again_leaves_the_file_alone_and_nothing_beside_it()
    {
        Write(day);
        var file = Path.Combine(_folder, "orders/2026/11/orders-2026-11-22.csv");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Write(day);

        File.GetLastWriteTimeUtc(file).ShouldBe(DateTime.UnixEpoch);
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void a_damaged_file_of_the_sample_is_put_right()
    {
        Write(day);
        var before = Sha256("expenses/2026/11/expenses-2026-11-22.csv");
        File.AppendAllText(Path.Combine(_folder, "expenses/2026/11/expenses-2026-11-22.csv"), "half a li");
        Write(day);

        Sha256("expenses/2026/11/expenses-2026-11-22.csv").ShouldBe(before);
    }

    [Fact]
    public void the_data_of_the_sample_says_that_it_is_synthetic()
    {
        Write(day);

        File.ReadAllText(Path.Combine(_folder, "README.md")).ShouldStartWith("Synthetic data written by EventedPipelines' sample writer, seed 42.");
        Orders(day).ShouldAllBe(row => row["order_id"].StartsWith("SYN-") && row["customer_id"].StartsWith("SYN-"));
        Rows("expenses", day).ShouldAllBe(row => row["expense_id"].StartsWith("SYN-"));
    }

    [Fact]
    public void a_year_of_the_sample_has_the_promised_shape()
    {
        var days = Enumerable.Range(0, 365).Select(day.AddDays).ToList();
        days.ForEach(Write);

        var orders = days.ToDictionary(day => day, Orders);
        days.Where(day => orders[day].Count == 0).Select(day => $"{day:MM-dd}").Order().ShouldBe(["01-01", "12-25"]);
        days.RemoveAll(day => orders[day].Count == 0);
        days.ShouldAllBe(day => orders[day].Count >= 150 && orders[day].Count <= 400);
        orders.Values.SelectMany(rows => rows).Select(row => row["product_category"]).Distinct().Order().ShouldBe(["Furniture", "Kitchen", "Lighting", "Textiles"]);
        Average(DayOfWeek.Friday).ShouldBeGreaterThan(Average(DayOfWeek.Sunday) + 30);
        days.Count(day => orders[day].Select(row => row["order_id"] + "/" + row["line_number"]).Distinct().Count() < orders[day].Count).ShouldBeInRange(30, 90, "Days with a line that comes twice.");
        days.ShouldAllBe(day => Rows("activity", day).Select(row => row["event_id"]).Distinct().Count() == Rows("activity", day).Count);
        days.ShouldAllBe(day => orders[day].All(row => row["order_date"] == Iso(day)));
        days.SelectMany(day => Rows("expenses", day)).Select(row => row["class"]).Distinct().Order().ShouldBe(["labor", "marketing", "operational"]);
        days.ShouldAllBe(day => Rows("expenses", day).Count >= 7 && Rows("expenses", day).Select(row => row["class"]).Distinct().Count() == 3);

        double Average(DayOfWeek weekday) => days.Where(day => day.DayOfWeek == weekday).Average(day => orders[day].Count);
    }

    [Fact]
    public void some_days_of_the_sample_have_defects_and_refunds_are_none()
    {
        var days = Enumerable.Range(0, 90).Select(day.AddDays).ToList();
        days.ForEach(Write);

        var rows = days.SelectMany(Orders).ToList();
        var isNegative = (IReadOnlyDictionary<string, string> row) => row["amount"].StartsWith('-');
        rows.Where(row => row["kind"] == "refund").ShouldAllBe(row => isNegative(row));
        rows.Count(row => row["kind"] == "refund").ShouldBeGreaterThan(100);
        rows.Count(row => row["kind"] == "sale" && isNegative(row)).ShouldBeInRange(1, 90);
        rows.Count(row => row["amount"].Length == 0).ShouldBeInRange(1, 90);
        days.Count(day => Orders(day).All(row => row["amount"].Length > 0 && (row["kind"] == "refund" || !isNegative(row)))).ShouldBeGreaterThan(45);
    }

    void Write(DateOnly day) => SampleWriter.WriteDay(_folder, 42, day);

    IReadOnlyList<IReadOnlyDictionary<string, string>> Orders(DateOnly day) => Rows("orders", day);

    IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string name, DateOnly day)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, name, Iso(day)[..4], Iso(day)[5..7], $"{name}-{Iso(day)}.csv"));
        return [.. lines.Skip(1).Select(line => lines[0].Split(',').Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    string Sha256(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, file))));
}
