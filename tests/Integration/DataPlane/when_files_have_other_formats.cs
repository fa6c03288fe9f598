using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_files_have_other_formats : IDisposable
{
    const string Csv = "order_id,order_date,amount\né,2026-11-22,999999999999999.9999\nB,2026-11-22,-0.1\n";
    const string Json = """
        {"order_id": "é", "order_date": "2026-11-22", "amount": 999999999999999.9999}

        {"amount": -0.1, "order_id": "B", "order_date": "2026-11-22"}

        """;

    static readonly string[] planted = ["é|2026-11-22|999999999999999.9999", "B|2026-11-22|-0.1000"];

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    async Task<IReadOnlyList<string>> RowsOf(SourceDefinition source) =>
        [.. (await _bench.IngestedAsync(source)).Files.SelectMany(file => _bench.Rows(_bench.Snapshot(file), "order_id, order_date, amount"))];

    IReadOnlyList<string> Rejects(IngestedFile file) => _bench.Rows($"rejects/{file.Rejects}.parquet", "__row, \"column\", value, reason");

    void Parquet(string name, string select)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"copy ({select}) to '{Path.Combine(_bench.Data, name)}' (format parquet)";
        command.ExecuteNonQuery();
    }

    static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    [Theory]
    [InlineData("orders.csv", Csv)]
    [InlineData("orders.txt", Csv)]
    [InlineData("orders.csv.gz", Csv)]
    [InlineData("orders.jsonl", Json)]
    [InlineData("orders.ndjson", Json)]
    [InlineData("orders.jsonl.gz", Json)]
    [InlineData("orders.json.GZ", Json)]
    public async Task files_of_every_format_give_the_same_rows_packed_or_not(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _bench.Write(name, FileFormats.IsPacked(name) ? Gzip(bytes) : bytes);
        (await RowsOf(Workbench.Orders(name))).ShouldBe(planted);
        Directory.EnumerateFiles(_bench.Lake.Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_parquet_file_gives_the_same_rows_by_the_names_of_its_columns()
    {
        Parquet("orders.parquet",
            "select 999999999999999.9999::decimal(19,4) as amount, 'é' as order_id, 1 as extra, date '2026-11-22' as order_date union all select -0.1, 'B', 2, date '2026-11-22'");
        (await RowsOf(Workbench.Orders("orders.parquet"))).ShouldBe(planted);
    }

    [Theory]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    [InlineData("latin1")]
    public async Task a_csv_file_of_another_encoding_gives_the_same_rows(string encoding)
    {
        var of = Encoding.GetEncoding(encoding);
        _bench.Write("orders.csv", [.. of.GetPreamble(), .. of.GetBytes(Csv)]);
        _bench.Write("orders.csv.gz", Gzip([.. of.GetPreamble(), .. of.GetBytes(Csv)]));
        var format = new CsvFormat(Encoding: encoding == "latin1" ? TextEncoding.Latin1 : TextEncoding.Utf16);
        (await RowsOf(Workbench.Orders("orders.csv") with { Csv = format })).ShouldBe(planted);
        (await RowsOf(Workbench.Orders("orders.csv.gz") with { Csv = format })).ShouldBe(planted);
    }

    [Fact]
    public async Task bytes_of_another_encoding_than_declared_are_refused()
    {
        _bench.Write("orders.csv", [.. Encoding.Unicode.GetBytes(Csv), 0x41]);
        var error = await _bench.RefusalAsync(Workbench.Orders("orders.csv") with { Csv = new(Encoding: TextEncoding.Utf16) });
        (error.Class, error.Place).ShouldBe((ErrorClass.Permanent, "orders.csv"));
        error.Message.ShouldBe("The bytes are not in the encoding that the source declares.");
    }

    [Fact]
    public async Task a_gzip_file_of_several_members_is_read_to_its_end()
    {
        var lines = Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Encoding.UTF8.GetBytes($"{line}\n")).ToList();
        _bench.Write("orders.csv.gz", [.. lines.SelectMany(Gzip)]);
        (await RowsOf(Workbench.Orders("orders.csv.gz"))).ShouldBe(planted);
    }

    [Fact]
    public async Task a_gzip_file_of_several_members_that_is_cut_off_or_has_something_else_behind_one_is_refused()
    {
        var (first, second) = (Gzip(Encoding.UTF8.GetBytes(Csv)), Gzip("C,2026-11-22,1\n"u8.ToArray()));
        byte[][] broken = [[.. first, .. second[..^3]], [.. first, .. second[..5]], [.. first, 0x1f], [.. first, .. second, 0, 0], [.. first, 1, 2, 3, .. second], [.. first, .. "x"u8]];
        foreach (var bytes in broken)
        {
            _bench.Write("orders.csv.gz", bytes);
            var error = await _bench.RefusalAsync(Workbench.Orders("orders.csv.gz"));
            (error.Class, error.Place, error.Message).ShouldBe((ErrorClass.Permanent, "orders.csv.gz", "The gzip file is cut off or damaged."));
        }
    }

    [Theory]
    [InlineData("orders.csv.gz", Csv)]
    [InlineData("orders.jsonl.gz", Json)]
    public async Task a_gzip_file_that_is_cut_off_or_no_gzip_is_refused(string name, string text)
    {
        var packed = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 50))));
        foreach (var bytes in new[] { packed[..^9], packed[..(packed.Length / 2)], Encoding.UTF8.GetBytes(text) })
        {
            _bench.Write(name, bytes);
            var error = await _bench.RefusalAsync(Workbench.Orders(name));
            (error.Class, error.Place, error.Message).ShouldBe((ErrorClass.Permanent, name, "The gzip file is cut off or damaged."));
        }

        Directory.EnumerateFiles(_bench.Lake.Root, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task lines_of_json_that_do_not_fit_are_rejected_one_by_one()
    {
        _bench.Write("orders.jsonl", """
            {"order_id": "", "order_date": null, "amount": "10.50", "note": {"a": [1]}}
            [1, 2]
            {"order_id": "B", "amount": 0.00001}
            {"order_id": "C", "amount": {"value": 1}}
            {"order_id": "D", "amount": 1, "amount": 2}
            {"order_id": "E", "amount": 1e2
            {"order_id": 7, "amount": 1e2}

            """);
        var file = (await _bench.IngestedAsync(
            Workbench.Orders("orders.jsonl") with { MostRejects = 0.9m, Contract = Workbench.Source("", "order_id varchar", "order_date date", "amount decimal(19,4)").Contract })).Files[0];
        _bench.Rows(_bench.Snapshot(file)).ShouldBe(["|null|10.5000|2", "7|null|100.0000|8"]);
        Rejects(file).ShouldBe(
        [
            "3|null|null|The line is no JSON object.",
            "4|amount|0.00001|not a decimal(19,4): a number with a decimal point and at most 4 places, without thousands separators",
            "5|amount|{\"value\": 1}|not one value but an object",
            "6|amount|null|The key 'amount' stands twice in the object.",
            "7|null|null|The line is no JSON object.",
        ]);
    }

    [Theory]
    [InlineData("{\"order_id\": \"A\", \"order_date\": null, \"amount\": 1}\n{\"order_id\": \"B\", \"amo", "line 2", "no whole JSON object")]
    [InlineData("{\"order_id\": \"A\", \"amount\": 1}\n", "orders.jsonl, column 'order_date'", "The column is missing")]
    public async Task a_file_of_json_that_is_cut_off_or_lacks_a_column_is_refused(string text, string place, string message)
    {
        _bench.Write("orders.jsonl", text);
        var error = await _bench.RefusalAsync(Workbench.Orders("orders.jsonl"));
        error.Class.ShouldBe(ErrorClass.Permanent);
        error.Place.ShouldEndWith(place);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task keys_of_json_that_the_contract_lacks_change_only_the_fingerprint()
    {
        _bench.Write("orders.jsonl", Json);
        var plain = await _bench.IngestedAsync(Workbench.Orders("orders.jsonl"));
        _bench.Write("orders.jsonl", Json.Replace("\"amount\": -0.1", "\"x\": 1, \"amount\": -0.1", StringComparison.Ordinal));
        var other = await _bench.IngestedAsync(Workbench.Orders("orders.jsonl"));
        other.Files[0].Sha256.ShouldBe(plain.Files[0].Sha256);
        other.SchemaFingerprint.ShouldNotBe(plain.SchemaFingerprint);
    }

    [Theory]
    [InlineData("1.5::double", "double")]
    [InlineData("{'a': 1.5}", "struct(a decimal(2,1))")]
    [InlineData("'1'", "varchar")]
    public async Task a_parquet_column_that_could_lose_something_is_refused(string amount, string type)
    {
        Parquet("orders.parquet", $"select 'A' as order_id, date '2026-11-22' as order_date, {amount} as amount");
        var error = await _bench.RefusalAsync(Workbench.Orders("orders.parquet"));
        error.Place.ShouldBe("orders.parquet, column 'amount'");
        error.Message.ShouldBe($"The file's type {type} does not fit the contract's decimal(19,4) without loss.");
    }

    [Fact]
    public async Task a_parquet_value_that_is_no_finite_number_is_rejected()
    {
        Parquet("orders.parquet", "select unnest(['nan'::double, 1.5]) as a, date '2026-11-22' as d");
        var file = (await _bench.IngestedAsync(Workbench.Source("orders.parquet", "a double", "d date") with { MostRejects = 0.5m })).Files[0];
        Rejects(file).ShouldBe(["2|a|nan|not a finite number"]);
        _bench.Rows(_bench.Snapshot(file), "a, __row").ShouldBe(["1.5|3"]);
    }

    [Fact]
    public async Task a_file_named_parquet_that_is_none_is_refused()
    {
        _bench.Write("orders.parquet", Csv);
        var error = await _bench.RefusalAsync(Workbench.Orders("orders.parquet"));
        (error.Class, error.Place).ShouldBe((ErrorClass.Permanent, "orders.parquet"));
        error.Message.ShouldStartWith("This is no whole Parquet file");
    }

    [Fact]
    public async Task a_glob_takes_all_files_that_match_in_ordinal_order()
    {
        foreach (var (name, id) in new[] { ("b/orders-2026-11-22-2.csv", "3"), ("b/orders-2026-11-22-10.csv", "2"), ("a/orders-2026-11-22.csv", "1"), ("a/.orders-2026-11-22.csv", "0"),
            ("a/orders-2026-11-23.csv", "0") })
        {
            _bench.Write(name, $"order_id,order_date,amount\n{id},2026-11-22,1\n");
        }

        var source = Workbench.Orders("?/orders-{date:yyyy-MM-dd}*.csv");
        var ingested = await _bench.IngestedAsync(source);
        ingested.Files.Select(file => file.Name).ShouldBe(["a/orders-2026-11-22.csv", "b/orders-2026-11-22-10.csv", "b/orders-2026-11-22-2.csv"]);
        ingested.Rows.ShouldBe(3);
        (await _bench.IngestAsync(source, DataInterval.Parse("2026-11-24"))).ShouldBeOfType<Missing>().ExpectedFiles.ShouldBe(["?/orders-2026-11-24*.csv"]);
    }

    [Fact]
    public async Task a_day_that_a_source_does_not_expect_is_empty_without_a_file_and_read_with_one()
    {
        var weekdays = Workbench.Orders() with { Calendar = new([DayOfWeek.Monday, DayOfWeek.Tuesday], [new(2026, 11, 24)]) };
        (await _bench.IngestedAsync(weekdays, DataInterval.Parse("2026-11-22"))).Files.ShouldBeEmpty();
        (await _bench.IngestedAsync(weekdays, DataInterval.Parse("2026-11-24"))).Files.ShouldBeEmpty();
        (await _bench.IngestAsync(weekdays, DataInterval.Parse("2026-11-23"))).ShouldBeOfType<Missing>();
        _bench.Write("orders-2026-11-22.csv", Csv);
        (await _bench.IngestedAsync(weekdays, DataInterval.Parse("2026-11-22"))).Rows.ShouldBe(2);
    }

    [Fact]
    public async Task a_delivery_by_the_month_is_read_whole_by_each_of_its_days()
    {
        _bench.Write("orders-2026-11.csv", "order_id,order_date,amount\nA,2026-11-01,1\nB,2026-11-30,1\n");
        _bench.Write("all.csv", "order_id,order_date,amount\nA,2026-11-01,1\nB,2026-11-30,1\nC,2026-12-01,1\n");
        foreach (var source in new[] { Workbench.Orders("orders-{date:yyyy-MM}.csv"), Workbench.Orders("all.csv", split: "order_date") })
        {
            var monthly = source with { Period = Grain.Month };
            (await _bench.IngestedAsync(monthly, DataInterval.Parse("2026-11-05"))).Rows.ShouldBe(2);
            (await _bench.IngestedAsync(monthly, DataInterval.Parse("2026-11-30"))).Rows.ShouldBe(2);
        }

        (await _bench.IngestedAsync(Workbench.Orders("all.csv", split: "order_date") with { Period = Grain.Month }, DataInterval.Parse("2026-12-20"))).Rows.ShouldBe(
            1, "The month has begun, and the file goes into it.");
    }
}
