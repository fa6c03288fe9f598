using System.Runtime.Versioning;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

[UnsupportedOSPlatform("windows")]
public sealed class when_files_are_ingested : IDisposable
{
    const string Header = "order_id,order_date,amount\n";

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task a_file_per_day_becomes_a_snapshot_of_its_rows_in_order()
    {
        _bench.Write("orders-2026-11-22.csv", $"{Header}B,2026-11-22,20.5\nA,2026-11-22,-10\nA,,\n");
        var ingested = await _bench.IngestedAsync(Workbench.Orders());
        ingested.Rows.ShouldBe(3);
        var file = ingested.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("orders-2026-11-22.csv");
        file.RejectedRows.ShouldBe(0);
        _bench.Rows(_bench.Snapshot(file)).ShouldBe(["B|2026-11-22|20.5000", "A|2026-11-22|-10.0000", "A|null|null"]);
    }

    [Fact]
    public async Task a_snapshot_is_named_by_its_hash_and_read_only()
    {
        _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\n");
        var path = _bench.Snapshot((await _bench.IngestedAsync(Workbench.Orders())).Files[0]);
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))).ShouldBe(Path.GetFileNameWithoutExtension(path));
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    [Fact]
    public async Task byte_order_marks_and_windows_line_ends_are_tolerated_and_give_the_same_snapshot()
    {
        _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\nB,2026-11-22,20\n");
        var plain = await _bench.IngestedAsync(Workbench.Orders());
        _bench.Write("orders-2026-11-22.csv", "\uFEFForder_id,order_date,amount\r\nA,2026-11-22,10\r\nB,2026-11-22,20");
        var windows = await _bench.IngestedAsync(Workbench.Orders());
        windows.Files[0].Sha256.ShouldBe(plain.Files[0].Sha256);
        windows.Files[0].FileSha256.ShouldNotBe(plain.Files[0].FileSha256);
        windows.SchemaFingerprint.ShouldBe(plain.SchemaFingerprint);
    }

    [Fact]
    public async Task columns_are_found_by_name_and_others_only_change_the_fingerprint()
    {
        _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\n");
        var plain = await _bench.IngestedAsync(Workbench.Orders());
        _bench.Write("orders-2026-11-22.csv", "note,\"amount\",order_date,order_id\nx,10,2026-11-22,A\n");
        var other = await _bench.IngestedAsync(Workbench.Orders());
        other.Files[0].Sha256.ShouldBe(plain.Files[0].Sha256);
        other.SchemaFingerprint.ShouldNotBe(plain.SchemaFingerprint);
    }

    [Fact]
    public async Task quoted_values_may_hold_delimiters_quotes_and_line_breaks()
    {
        _bench.Write("orders.csv", "name;size\n\"a;b\";1\n\"says \"\"hi\"\"\";2\n\"two\nlines\";3\n5\" pipe;4\n");
        var source = Workbench.Source("orders.csv", "name varchar", "size integer") with { Csv = new(";") };
        var ingested = await _bench.IngestedAsync(source);
        _bench.Rows(_bench.Snapshot(ingested.Files[0])).ShouldBe(["a;b|1", "says \"hi\"|2", "two\nlines|3", "5\" pipe|4"]);
    }

    [Fact]
    public async Task values_at_the_edge_of_their_types_are_kept_exactly()
    {
        _bench.Write("orders.csv", "d,e,i,t\n999999999999999.9999,1.50000,1.0,2026-11-22T13:45:00.123456\n-999999999999999.9999,12e2,-0,\n");
        var source = Workbench.Source("orders.csv", "d decimal(19,4)", "e decimal(19,4)", "i integer", "t timestamp");
        _bench.Rows(_bench.Snapshot((await _bench.IngestedAsync(source)).Files[0]), "* replace (cast(t as varchar) as t)")
            .ShouldBe(["999999999999999.9999|1.5000|1|2026-11-22 13:45:00.123456", "-999999999999999.9999|1200.0000|0|null"]);
    }

    [Fact]
    public async Task a_header_without_rows_is_an_empty_delivery()
    {
        _bench.Write("orders-2026-11-22.csv", Header);
        var ingested = await _bench.IngestedAsync(Workbench.Orders());
        ingested.Rows.ShouldBe(0);
        _bench.Rows(_bench.Snapshot(ingested.Files[0])).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_month_reads_the_files_of_all_its_days_and_lists_those_that_are_missing()
    {
        var source = Workbench.Orders("{date:yyyy}/{date:MM}/orders-{date:dd}.csv");
        foreach (var day in DataInterval.Parse("2026-11").Days)
        {
            _bench.Write($"{day:yyyy/MM}/orders-{day:dd}.csv", $"{Header}A,{day:yyyy-MM-dd},10\n");
        }

        (await _bench.IngestedAsync(source, DataInterval.Parse("2026-11"))).Files.Count.ShouldBe(30);
        File.Delete(Path.Combine(_bench.Data, "2026/11/orders-05.csv"));
        File.Delete(Path.Combine(_bench.Data, "2026/11/orders-30.csv"));
        (await _bench.IngestAsync(source, DataInterval.Parse("2026-11"))).ShouldBeOfType<Missing>().ExpectedFiles.ShouldBe(["2026/11/orders-05.csv", "2026/11/orders-30.csv"]);
    }

    [Fact]
    public async Task a_file_without_dates_and_split_is_read_whole_by_every_interval()
    {
        _bench.Write("orders.csv", $"{Header}A,2020-01-01,10\n");
        var source = Workbench.Orders("orders.csv");
        var first = await _bench.IngestedAsync(source);
        (await _bench.IngestedAsync(source, DataInterval.Parse("2030-01-01"))).Files.ShouldBe(first.Files);
    }

    [Fact]
    public async Task an_ingest_names_the_file_that_has_not_arrived() =>
        (await _bench.IngestAsync(Workbench.Orders())).ShouldBeOfType<Missing>().ExpectedFiles.ShouldBe(["orders-2026-11-22.csv"]);

    [Fact]
    public async Task a_repeated_ingest_parses_nothing_again_and_sees_a_changed_file()
    {
        var path = _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\n");
        var first = await _bench.IngestedAsync(Workbench.Orders());
        var snapshot = _bench.Snapshot(first.Files[0]);
        var written = File.GetLastWriteTimeUtc(snapshot);
        (await _bench.IngestedAsync(Workbench.Orders())).Files.ShouldBe(first.Files);
        File.GetLastWriteTimeUtc(snapshot).ShouldBe(written);

        var modified = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, $"{Header}A,2026-11-22,11\n");
        File.SetLastWriteTimeUtc(path, modified);
        (await _bench.IngestedAsync(Workbench.Orders())).Files[0].Sha256.ShouldNotBe(first.Files[0].Sha256);
    }

    [Fact]
    public async Task a_damaged_snapshot_is_written_again()
    {
        _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\n");
        var ingested = await _bench.IngestedAsync(Workbench.Orders());
        var snapshot = _bench.Snapshot(ingested.Files[0]);
        Damage(snapshot);
        (await _bench.IngestedAsync(Workbench.Orders())).Files.ShouldBe(ingested.Files);
        _bench.Rows(snapshot).ShouldBe(["A|2026-11-22|10.0000"]);
    }

    [Fact]
    public async Task half_a_snapshot_that_a_killed_writer_left_is_swept_away_and_never_read()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_bench.Lake.Root, "snapshots", "orders")).FullName;
        var left = Path.Combine(folder, ".0123456789abcdef.tmp");
        File.WriteAllText(left, "half a file");
        _bench.Write("orders-2026-11-22.csv", $"{Header}A,2026-11-22,10\n");
        var ingested = await _bench.IngestedAsync(Workbench.Orders());
        _bench.Lake.Sweep();
        File.Exists(left).ShouldBeFalse();
        _bench.Rows(_bench.Snapshot(ingested.Files[0])).Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_cancelled_ingest_stops_and_leaves_nothing()
    {
        _bench.Write("orders-2026-11-22.csv", Header + string.Concat(Enumerable.Range(0, 300_000).Select(row => $"{row},2026-11-22,{row}.25\n")));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        await Should.ThrowAsync<OperationCanceledException>(() => _bench.Ingest.IngestAsync(Workbench.Orders(), Workbench.Day, cancelled.Token));
        Directory.EnumerateFiles(_bench.Lake.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    internal static void Damage(string path)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0xff;
        File.WriteAllBytes(path, bytes);
    }
}
