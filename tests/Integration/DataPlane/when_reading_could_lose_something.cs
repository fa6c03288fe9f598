using System.Globalization;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>domain.md 2.7b: reading loses nothing.</summary>
public sealed class when_reading_could_lose_something : IDisposable
{
    static readonly DataInterval day = DataInterval.Parse("2025-03-03");

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static SourceDefinition Source(string path, params string[] columns) => Workbench.Source(path, columns) with { MostRejects = 1 };

    IReadOnlyList<string> Rejects(IngestedFile file) => file.Rejects is null ? [] : _bench.Rows($"rejects/{file.Rejects}.parquet", "__row, \"column\", value");

    async Task<IngestedFile> FileAsync(SourceDefinition source, string dataInterval = "2025-03-03") => (await _bench.IngestedAsync(source, DataInterval.Parse(dataInterval))).Files.Single();

    async Task<IReadOnlyList<string>> ValuesAsync(SourceDefinition source) => _bench.Rows(_bench.Snapshot(await FileAsync(source)), "cast(v as varchar)");

    [Fact]
    public async Task a_time_with_an_offset_is_converted_to_the_zone_of_the_pipeline()
    {
        _bench.Write("orders.csv", "id,ts,amount\na,2025-03-02T23:30:00Z,1\nb,2025-03-03T22:30:00Z,10\nc,2025-03-03T23:30:00Z,100\nd,2025-03-05T10:00:00Z,0\n");
        var source = Source("orders.csv", "id varchar", "ts timestamp", "amount decimal(19,4)") with { Split = "ts" };
        var berlin = Workbench.Pipeline(source, [], []) with { Zone = "Europe/Berlin" };
        var zoned = (berlin with { Sources = [source] }).Source("orders");
        _bench.Rows(_bench.Snapshot(await FileAsync(zoned)), "sum(amount)").ShouldBe(["11.0000"]);
        _bench.Rows(_bench.Snapshot(await FileAsync(zoned, "2025-03-04")), "sum(amount)").ShouldBe(["100.0000"]);
        var without = await FileAsync(source with { Split = null });
        (without.Rows, without.RejectedRows).ShouldBe((0, 4));
        Rejects(without)[0].ShouldBe("2|ts|2025-03-02T23:30:00Z");
    }

    [Theory]
    [InlineData("2025-03-30T00:59:59.123456Z", "2025-03-30 01:59:59.123456")]
    [InlineData("2025-03-30 01:00:00Z", "2025-03-30 03:00:00")]
    [InlineData("2025-10-26T02:30:00+02:00", "2025-10-26 02:30:00")]
    [InlineData("2025-10-26T02:30:00+0100", "2025-10-26 02:30:00")]
    [InlineData("  2025-3-3 1:05:00-03:30 ", "2025-03-03 05:35:00")]
    [InlineData("2025-03-03 23:30:00 UTC", "2025-03-04 00:30:00")]
    [InlineData("2025-03-03 23:30:00", "2025-03-03 23:30:00")]
    [InlineData("  2025-03-03 23:30", "2025-03-03 23:30:00")]
    [InlineData("2025-03-03", "2025-03-03 00:00:00")]
    [InlineData("2025-03-03T23:30:00.1234560000", "2025-03-03 23:30:00.123456")]
    public async Task a_time_is_read_as_that_of_the_wall_clock_in_the_pipelines_zone(string text, string right)
    {
        _bench.Write("t.csv", $"v\n\"{text}\"\n");
        (await ValuesAsync(Source("t.csv", "v timestamp") with { Zone = "Europe/Berlin" })).ShouldBe([right]);
    }

    [Theory]
    [InlineData("timestamp", "2025-03-03 24:00:00", "2025-03-03 23:59:60", "2025-06-30T23:59:60Z", "2025-03-03 23:30:00.1234567", "infinity", "-infinity", "epoch", "2025-03-03 23:30:00 Europe/Berlin",
        "2025-03-03 23:30:00+99:00", "2025-03-03 (BC)", "0999-12-31 23:00:00", "2025-02-29", "2025-03-03T23:30:00+02:00:30", "2025-03-03 23:30:00 +02:00x", "\t2025-03-03 10:00:00-05")]
    [InlineData("date", "2025-03-03T23:30:00Z", "2025-03-03+02", "2025-3-3 9", "2025-3-3xx", "epoch", "infinity", "2025-03-03 24:00:00", "2025-03-03T00:00:00Z", "12025-01-01", "2025-02-29",
        "03-03-2025", "20250303")]
    [InlineData("integer", "1_000", "1,000", "0x1F", "0b11", "1.5", "1.00000000000001", "15e-1", ".5", "1e-400", "2147483648", "infinity", "1e10", "--1", "1 000")]
    [InlineData("bigint", "9223372036854775808", "1e19", "9223372036854775807.4", "1_0.5", "0X10")]
    [InlineData("smallint", "32768", "3e5")]
    [InlineData("decimal(19,4)", "1.00001", "1_000", "1_0.5", "1,5", "1e-5", "0x10", "1e16", "123456e-10", "1234567890123456", "nan")]
    [InlineData("decimal(28,20)", "0.123456789012345678901", "123456789", "1e-21", "1_0")]
    [InlineData("decimal(38,38)", "1", "0.000000000000000000000000000000000000001")]
    [InlineData("double", "9007199254740993", "1_000", "1e400", "1e-400", "nan", "infinity", "-inf", "0x10", "0.123456789012345678", "4.9e-324")]
    [InlineData("boolean", "on", "2", "wahr")]
    public async Task a_text_that_would_become_another_value_is_rejected_with_row_column_and_value(string type, params string[] texts)
    {
        _bench.Write("t.csv", "id,v\n" + string.Concat(texts.Select((text, row) => $"{row},\"{text}\"\n")));
        var csv = await FileAsync(Source("t.csv", "id integer", $"v {type}") with { Zone = "Europe/Berlin" });
        Rejects(csv).ShouldBe(texts.Select((text, row) => $"{row + 2}|v|{text}"));
        _bench.Write("t.jsonl", string.Concat(texts.Select((text, row) => $$"""{"id": {{row}}, "v": "{{text.Replace("\t", "\\t", StringComparison.Ordinal)}}"}""" + "\n")));
        (await FileAsync(Source("t.jsonl", "id integer", $"v {type}") with { Zone = "Europe/Berlin" })).RejectedRows.ShouldBe(texts.Length);
    }

    [Theory]
    [InlineData("integer", "1|-1|7|0|1000|12|12|42", "1", "-1", "007", "-0", "1e3", " 12 ", "+12", "42.000000000000000000")]
    [InlineData("decimal(28,20)", "0.12345678901234567890|0.00000000000000000049|12345678.00000000000000000001|5.00000000000000000000", "0.1234567890123456789", "0.00000000000000000049",
        "12345678.00000000000000000001", "5.")]
    [InlineData("decimal(38,38)", ".12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678")]
    [InlineData("decimal(38,0)", "-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999")]
    [InlineData("decimal(19,4)", "1.5000|0.0010|1500.0000|-0.5000|1.0000", "1.5000000", "1e-3", "1.5e3", "-.5", "1.00000000000000000000000000")]
    [InlineData("double", "0.1|0.1|9007199254740992.0|1e+308|-0.0|1000.0", "0.1", "0.10000000000000001", "9007199254740992", "1e308", "-0", "1e3")]
    [InlineData("boolean", "true|false|true|false", "TRUE", "f", "1", "no")]
    [InlineData("date", "2025-03-03|2025-03-03|2025-03-03|2025-03-03", "2025-03-03", "2025/3/3", " 2025-03-03 ", "2025-03-03T00:00:00.000")]
    public async Task a_text_that_says_the_same_value_in_another_writing_is_taken(string type, string right, params string[] texts)
    {
        _bench.Write("t.csv", "v\n" + string.Concat(texts.Select(text => $"\"{text}\"\n")));
        (await ValuesAsync(Source("t.csv", $"v {type}"))).ShouldBe(right.Split('|'));
    }

    [Fact]
    public async Task a_parquet_type_that_loses_nothing_is_taken_and_a_value_that_would_lose_something_rejected()
    {
        Parquet("t.parquet", "select timestamptz '2025-03-03 23:30:00+00' as moment, unnest([timestamp_ns '2025-03-03 10:00:00.123456', timestamp_ns '2025-03-03 10:00:00.123456789']) as v");
        var source = Source("t.parquet", "moment timestamp", "v timestamp") with { Zone = "Europe/Berlin" };
        var file = await FileAsync(source);
        _bench.Rows(_bench.Snapshot(file), "cast(moment as varchar), cast(v as varchar)").ShouldBe(["2025-03-04 00:30:00|2025-03-03 10:00:00.123456"]);
        Rejects(file).ShouldBe(["3|v|2025-03-03 10:00:00.123456789"]);
        (await _bench.RefusalAsync(source with { Zone = null }, day)).Message.ShouldContain("no zone");
    }

    [Fact]
    public async Task each_file_is_read_as_itself_whatever_its_name_and_the_folders_above_it_hold()
    {
        string[] names = ["x-2025-03-031.csv", "x-2025-03-03[1].csv", "x-2025-03-03*.csv", "x-2025-03-03?.csv", "x-2025-03-03[!a].csv", "x-2025-03-03{1,2}.csv", "x-2025-03-03'.csv"];
        using var odd = new OddBench("od[d]*?{a,b}'s", "k=v/c0=7");
        foreach (var (number, name) in names.Index())
        {
            odd.Write(name, $"id,d,amount\n{number},2025-03-03,{number}\n");
        }

        var ingested = (await odd.Ingest.IngestAsync(Source("x-{date:yyyy-MM-dd}*.csv", "id integer", "d date", "amount decimal(19,4)"), day, Cancellation)).ShouldBeOfType<Ingested>();
        ingested.Files.Select(file => file.Name).ShouldBe(names.Order(StringComparer.Ordinal));
        foreach (var file in ingested.Files)
        {
            (await odd.RowsAsync(file)).ShouldBe([$"{names.IndexOf(file.Name)}|k=v"], file.Name);
            file.FileSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(odd.Data, file.Name)))));
        }
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public async Task a_file_of_another_format_is_read_as_itself_whatever_its_name_and_folders_hold(string format)
    {
        using var odd = new OddBench("od[d]", "a[b]");
        foreach (var (name, value) in new[] { ($"x[1].{format}", 1), ($"x1.{format}", 2) })
        {
            if (format == "jsonl")
            {
                odd.Write(name, $$"""{"id": {{value}}}""" + "\n");
            }
            else
            {
                Parquet(Path.Combine(odd.Data, name), $"select {value}::integer as id");
            }
        }

        var files = (await odd.Ingest.IngestAsync(Source($"x*.{format}", "id integer") with { Reference = true }, day, Cancellation)).ShouldBeOfType<Ingested>().Files;
        (await odd.RowsAsync(files[0])).ShouldBe(["2|a[b]"]);
        (await odd.RowsAsync(files[1])).ShouldBe(["1|a[b]"]);
    }

    [Fact]
    public async Task the_same_bytes_under_a_second_name_count_once()
    {
        const string Text = "id,d,amount\na,2025-03-03,1\nb,2025-03-03,2\n";
        _bench.Write("x-2025-03-03.csv", Text);
        var source = Source("x-{date:yyyy-MM-dd}*.csv", "id varchar", "d date", "amount decimal(19,4)");
        var first = await _bench.IngestedAsync(source, day);
        _bench.Write("x-2025-03-03 (1).csv", Text);
        var twice = await _bench.IngestedAsync(source, day);
        twice.Rows.ShouldBe(2);
        twice.Files.Select(file => (file.Name, file.Rows, file.DuplicateOf)).ShouldBe([("x-2025-03-03 (1).csv", 0, "x-2025-03-03.csv"), ("x-2025-03-03.csv", 2, null)]);
        var model = Workbench.Model("select sum(amount) as amount from orders", "amount decimal(19,4)");
        var material = new RunMaterial(
            Guid.Empty, day, Workbench.Pipeline(source, [model], []), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = twice.Files }, [], new Dictionary<string, ModelOutput>());
        _bench.ModelRows(await _bench.TransformedAsync(material)).ShouldBe(["3.0000"]);

        _bench.Write("x-2025-03-04.csv", Text);
        (await _bench.IngestedAsync(source with { Expects = Expectation.Any }, DataInterval.Parse("2025-03"))).Rows.ShouldBe(4, "two days may hold the same");
        File.Delete(Path.Combine(_bench.Data, "x-2025-03-03.csv"));
        var left = (await _bench.IngestedAsync(source, day)).Files.ShouldHaveSingleItem();
        (left.Rows, left.Sha256).ShouldBe((2, first.Files[0].Sha256));
    }

    [Fact]
    public async Task a_row_that_breaks_not_null_is_rejected_with_each_of_its_columns()
    {
        const string Text = "order_id,order_date,amount\na,2025-03-03,5\n,2025-03-03,\nc,,7\n";
        _bench.Write("x-2025-03-03.csv", Text);
        var source = Source("x-{date:yyyy-MM-dd}.csv", "order_id varchar not null", "order_date date not null", "amount decimal(19,4) not null");
        var refused = await _bench.RefusalAsync(source with { MostRejects = null }, day);
        refused.Place.ShouldBe("x-2025-03-03.csv, line 3, column 'order_id'");
        refused.Message.ShouldBe(
            "There is no value, and the contract says `not null`. Line 3, column 'amount': There is no value, and the contract says `not null`. "
            + "Line 4, column 'order_date': There is no value, and the contract says `not null`. 2 of the file's 3 rows do not fit the contract, and at most 5 % may.");
        var file = await FileAsync(source);
        (file.Rows, file.RejectedRows).ShouldBe((1, 2));
        _bench.Rows($"rejects/{file.Rejects}.parquet", "__row, \"column\", reason").ShouldBe(
        [
            "3|order_id|There is no value, and the contract says `not null`.",
            "3|amount|There is no value, and the contract says `not null`.",
            "4|order_date|There is no value, and the contract says `not null`.",
        ]);
        _bench.Write("x.jsonl", """{"order_id": "a", "order_date": "2025-03-03", "amount": 1}""" + "\n" + """{"order_id": null, "order_date": "2025-03-03", "amount": 1}""" + "\n");
        Rejects(await FileAsync(source with { Path = "x.jsonl" })).ShouldBe(["3|order_id|null"]);
        Parquet("x.parquet", "select unnest(['a', null]) as order_id, date '2025-03-03' as order_date, 1.5::decimal(19,4) as amount");
        Rejects(await FileAsync(source with { Path = "x.parquet" })).ShouldBe(["3|order_id|null"]);
    }

    [Fact]
    public async Task a_file_that_is_still_written_to_is_not_there_yet()
    {
        var path = _bench.Write("x-2025-03-03.csv", "id\n1\n");
        var ingest = new SourceIngest(_bench.Data, _bench.Lake, _bench.IngestEngine, new(TimeProvider.System));
        var source = Source("x-{date:yyyy-MM-dd}.csv", "id integer");
        var late = (await ingest.IngestAsync(source, day, Cancellation)).ShouldBeOfType<Unsettled>();
        late.Files.ShouldBe(["x-2025-03-03.csv"]);
        late.Left.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        (await ingest.IngestAsync(source with { Settle = TimeSpan.Zero }, day, Cancellation)).ShouldBeOfType<Ingested>();
        (await ingest.IngestAsync(source with { Done = "{name}.done" }, day, Cancellation)).ShouldBeOfType<Missing>();
        _bench.Write("x-2025-03-03.csv.done", "");
        (await ingest.IngestAsync(source with { Done = "{name}.done" }, day, Cancellation)).ShouldBeOfType<Ingested>();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-11));
        (await ingest.IngestAsync(source, day, Cancellation)).ShouldBeOfType<Ingested>();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(1));
        (await ingest.IngestAsync(source, day, Cancellation)).ShouldBeOfType<Unsettled>().Left.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    void Parquet(string path, string select)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"copy ({select}) to '{Path.Combine(_bench.Data, path)}' (format parquet)";
        command.ExecuteNonQuery();
    }

    /// <summary>A lake and a data folder with names that a reading function would expand, and a model that reads what was ingested.</summary>
    sealed class OddBench : IDisposable
    {
        readonly string _root = Directory.CreateTempSubdirectory("odd-").FullName;
        readonly Lake _lake;
        readonly IngestEngine _ingest;
        readonly ModelEngine _models;
        readonly string _data;

        public OddBench(string home, string folder)
        {
            var own = Path.Combine(_root, home);
            Data = Directory.CreateDirectory(Path.Combine(own, "data", folder)).FullName;
            _data = folder;
            _lake = new(Path.Combine(own, folder, "lake"));
            EngineSettings settings = new(1, 1L << 28, Path.Combine(own, "spill"));
            (_ingest, _models) = (new(settings), new(_lake, settings));
            Ingest = new(Data, _lake, _ingest);
        }

        public string Data { get; }

        public SourceIngest Ingest { get; }

        public void Write(string name, string text) => File.WriteAllText(Path.Combine(Data, name), text);

        public async Task<IReadOnlyList<string>> RowsAsync(IngestedFile file)
        {
            var source = Source("x", "id integer");
            var model = Workbench.Model("select id from orders", "id integer");
            var material = new RunMaterial(
                Guid.Empty, day, Workbench.Pipeline(source, [model], []), new Dictionary<string, IReadOnlyList<IngestedFile>> { ["orders"] = [file] }, [], new Dictionary<string, ModelOutput>());
            var output = await new Transforms(_lake, _models).RunAsync(material, model, Cancellation);
            var from = Path.Combine(_lake.Root, "models", $"{output.Sha256}.parquet");
            var plain = Path.Combine(_root, "model.parquet");
            File.Copy(from, plain, overwrite: true);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"select id from read_parquet('{plain}')";
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add($"{reader.GetInt32(0).ToString(CultureInfo.InvariantCulture)}|{_data.Split('/')[0]}");
            }

            return rows;
        }

        public void Dispose()
        {
            _ingest.Dispose();
            _models.Dispose();
            Directory.Delete(_root, recursive: true);
        }
    }
}
