using System.Runtime.Versioning;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

[UnsupportedOSPlatform("windows")]
public sealed class when_one_file_covers_many_intervals : IDisposable
{
    const string Header = "order_id,order_date,amount\n";

    readonly Workbench _bench = new();
    readonly SourceDefinition _source = Workbench.Orders("orders.csv", split: "order_date");

    public void Dispose() => _bench.Dispose();

    async Task<IReadOnlyList<string>> RowsOf(SourceDefinition of, string dataInterval) =>
        _bench.Rows(_bench.Snapshot((await _bench.IngestedAsync(of, DataInterval.Parse(dataInterval))).Files[0]), "order_id");

    [Fact]
    public async Task each_interval_gets_its_own_rows_of_a_split_file_in_file_order()
    {
        _bench.Write("orders.csv", $"{Header}D,2026-11-23,1\nB,2026-11-22,1\nC,2026-11-23,1\nA,2026-11-22,1\n");
        (await RowsOf(_source, "2026-11-22")).ShouldBe(["B", "A"]);
        (await RowsOf(_source, "2026-11-23")).ShouldBe(["D", "C"]);
        (await RowsOf(_source, "2026-11")).ShouldBe(["B", "A", "D", "C"]);
    }

    [Fact]
    public async Task an_interval_without_rows_is_empty_inside_a_split_file_and_missing_behind_its_end()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-20,1\nB,2026-11-22,1\n");
        (await _bench.IngestedAsync(_source, DataInterval.Parse("2026-11-21"))).Rows.ShouldBe(0);
        (await _bench.IngestedAsync(_source, DataInterval.Parse("2026-11-19"))).Rows.ShouldBe(0);
        (await _bench.IngestAsync(_source, DataInterval.Parse("2026-11-23"))).ShouldBeOfType<Missing>().ExpectedFiles.ShouldBe(["orders.csv"]);
        (await _bench.IngestAsync(_source, DataInterval.Parse("2026-12"))).ShouldBeOfType<Missing>();
    }

    [Fact]
    public async Task a_split_file_without_rows_covers_no_interval()
    {
        _bench.Write("orders.csv", Header);
        (await _bench.IngestAsync(_source)).ShouldBeOfType<Missing>();
    }

    [Fact]
    public async Task only_intervals_whose_rows_changed_get_another_hash()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-21,1\nB,2026-11-22,1\nC,2026-11-23,1\n");
        var before = await Hashes();
        _bench.Write("orders.csv", $"{Header}LATE,2026-11-21,9\nA,2026-11-21,1\nB,2026-11-22,1\nC,2026-11-23,1\nD,2026-11-24,1\n");
        var after = await Hashes();
        after[0].ShouldNotBe(before[0]);
        after[1..].ShouldBe(before[1..]);

        async Task<string[]> Hashes() => [await Hash("2026-11-21"), await Hash("2026-11-22"), await Hash("2026-11-23")];
        async Task<string> Hash(string day) => (await _bench.IngestedAsync(_source, DataInterval.Parse(day))).Files[0].Sha256;
    }

    [Theory]
    [InlineData("order_date - interval 3 days")]
    [InlineData("order_date - 3 days")]
    [InlineData("month(order_date - 3 days)")]
    [InlineData("date_trunc('month', order_date - interval 3 days)")]
    public async Task postings_that_drift_into_the_next_month_belong_to_the_one_before(string split)
    {
        _bench.Write("orders.csv", $"{Header}FEB,2011-03-01,1\nMAR,2011-03-28,1\nAPR,2011-05-01,1\n");
        var ledger = _source with { Split = split };
        (await RowsOf(ledger, "2011-02")).ShouldBe(["FEB"]);
        (await RowsOf(ledger, "2011-03")).ShouldBe(["MAR"]);
        (await RowsOf(ledger, "2011-04")).ShouldBe(["APR"]);
    }

    [Theory]
    [InlineData("amount", "gives decimal(19,4), not a date")]
    [InlineData("order_day", "Referenced column \"order_day\" not found")]
    [InlineData("order_date; drop table x", "not a SELECT")]
    [InlineData("order_date) from read_csv('x'", "Syntax error")]
    [InlineData("(select max(d) from read_csv('/etc/passwd'))", "table function read_csv()")]
    [InlineData("current_date", "current_date, which does not come from the data")]
    [InlineData("order_date as d", "is not one expression")]
    [InlineData("order_date, amount", "is not one expression")]
    public async Task a_split_that_is_no_date_of_the_row_is_refused(string split, string what)
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-22,1\n");
        var error = await _bench.RefusalAsync(_source with { Split = split });
        error.Place.ShouldStartWith("source 'orders'");
        error.Message.ShouldContain(what);
    }

    [Fact]
    public async Task a_day_of_a_changed_file_whose_rows_are_as_before_is_not_cut_again()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-21,1\nB,2026-11-22,1\n");
        var before = await _bench.IngestedAsync(_source);
        _bench.Write("orders.csv", $"{Header}LATE,2026-11-21,9\nA,2026-11-21,1\nB,2026-11-22,1\n");

        // Whoever cuts writes aside in the folder first.
        var folder = Path.GetDirectoryName(_bench.Snapshot(before.Files[0]))!;
        var written = Directory.GetLastWriteTimeUtc(folder);
        var after = await _bench.IngestedAsync(_source);
        (after.Files[0].Sha256, after.Files[0].FileSha256 == before.Files[0].FileSha256).ShouldBe((before.Files[0].Sha256, false));
        Directory.GetLastWriteTimeUtc(folder).ShouldBe(written);
        await _bench.IngestedAsync(_source, DataInterval.Parse("2026-11-21"));
        Directory.GetLastWriteTimeUtc(folder).ShouldNotBe(written);
    }

    [Theory]
    [InlineData("B,2026-11-22,1\nC,2026-11-22,2\n", "C,2026-11-22,2\nB,2026-11-22,1\n")]
    [InlineData("B,2026-11-22,1\nC,2026-11-22,2\n", "B,2026-11-22,2\nC,2026-11-22,1\n")]
    [InlineData("B,2026-11-22,1\nB,2026-11-22,1\n", "B,2026-11-22,1\n")]
    [InlineData("B,2026-11-22,1\n", "B,2026-11-22,\n")]
    public async Task any_change_of_a_days_rows_is_recognised(string before, string after)
    {
        _bench.Write("orders.csv", Header + before);
        var first = (await _bench.IngestedAsync(_source)).Files[0].Sha256;
        _bench.Write("orders.csv", Header + after);
        (await _bench.IngestedAsync(_source)).Files[0].Sha256.ShouldNotBe(first);
    }

    [Fact]
    public async Task the_split_cache_may_be_deleted_or_damaged()
    {
        _bench.Write("orders.csv", $"{Header}A,2026-11-22,1\nB,2026-11-23,1\n");
        var first = await _bench.IngestedAsync(_source);
        var splits = Path.Combine(_bench.Lake.Root, "splits");
        when_files_are_ingested.Damage(Directory.EnumerateFiles(splits, "*.parquet").Single());
        (await RowsOf(_source, "2026-11-23")).ShouldBe(["B"]);
        Directory.Delete(splits, recursive: true);
        (await _bench.IngestedAsync(_source)).Files.ShouldBe(first.Files);
    }

    [Fact]
    public async Task ingests_of_one_file_at_once_parse_it_once_and_agree()
    {
        _bench.Write("orders.csv", Header + string.Concat(Enumerable.Range(0, 50_000).Select(row => $"{row},{new DateOnly(2026, 11, 1).AddDays(row % 30):yyyy-MM-dd},{row}\n")));
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(() => _bench.IngestedAsync(_source, DataInterval.Parse($"2026-11-{1 + (index / 2):00}")))));
        both.Select(ingested => ingested.Files[0].Sha256).Distinct().Count().ShouldBe(4);
        both.ShouldAllBe(ingested => ingested.Rows == 1667);
        Directory.EnumerateFiles(Path.Combine(_bench.Lake.Root, "splits"), "*.parquet").Count().ShouldBe(1);
        Directory.EnumerateFiles(_bench.Lake.Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
