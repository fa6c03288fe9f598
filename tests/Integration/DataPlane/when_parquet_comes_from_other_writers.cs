using System.Globalization;
using System.Runtime.InteropServices;
using EventedPipelines.Domain.Catalog.Contracts;
using ParquetSharp;
using ParquetSharp.Schema;
using static EventedPipelines.Tests.Integration.DataPlane.DescribedFiles;
using Column = EventedPipelines.Domain.Catalog.Contracts.Column;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>Types as pandas, Spark, Hive and Impala write them, read to the exact value or rejected row by row (domain.md 2.7b).</summary>
public sealed class when_parquet_comes_from_other_writers : IDisposable
{
    // 2023-11-14 22:13:20.123456789 UTC.
    const long Nanoseconds = 1_700_000_000_123_456_789;

    readonly DescribedFiles _files = new();

    public void Dispose() => _files.Dispose();

    static Column V(string type) => Column($"v {type}");

    static PrimitiveNode Node(LogicalType logical, PhysicalType physical, int length = -1, string name = "v") => new(name, Repetition.Optional, logical, physical, length);

    /// <summary>A file with one column; null values have no item.</summary>
    void Write<T>(PrimitiveNode node, params T?[] values)
        where T : unmanaged => Write([node], writer => Put(writer, values));

    void Write(Node[] nodes, Action<RowGroupWriter> columns, int groups = 1)
    {
        using var schema = new GroupNode("schema", Repetition.Required, nodes);
        using var properties = new WriterPropertiesBuilder().Version(ParquetVersion.PARQUET_2_6).Build();
        using var file = new ParquetFileWriter(Path.Combine(_files.Bench.Data, "x.parquet"), schema, properties);
        for (var group = 0; group < groups; group++)
        {
            using var rows = file.AppendRowGroup();
            columns(rows);
        }

        file.Close();
    }

    static void Put<T>(RowGroupWriter rows, params T?[] values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)rows.NextColumn();
        column.WriteBatch(values.Length, [.. values.Select(value => (short)(value is null ? 0 : 1))], null, [.. values.OfType<T>()]);
    }

    void WriteBytes(LogicalType logical, params byte[]?[] values)
    {
        using var bytes = new ByteBuffer(1 << 16);
        Write(Node(logical, PhysicalType.ByteArray), [.. values.Select(value => value is null ? (ByteArray?)null : Copied(value, bytes.Allocate(value.Length)))]);
    }

    static ByteArray Copied(byte[] from, ByteArray to)
    {
        Marshal.Copy(from, 0, to.Pointer, from.Length);
        return to;
    }

    async Task<(IReadOnlyList<string> Rows, IReadOnlyList<string> Rejects)> ReadAsync(params Column[] columns)
    {
        var source = Source("x.parquet", Contract(columns));
        var file = await _files.FileAsync(source);
        Directory.EnumerateFiles(_files.Bench.Lake.Root, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        return (_files.Rows(file, source), _files.Rejects(file));
    }

    [Fact]
    public async Task times_in_nanoseconds_are_read_where_they_are_whole_microseconds()
    {
        Write<long>(Node(LogicalType.Timestamp(false, TimeUnit.Nanos), PhysicalType.Int64), Nanoseconds, Nanoseconds - 789, null);
        var (rows, rejects) = await ReadAsync(V("timestamp"));
        rows.ShouldBe(["2023-11-14 22:13:20.123456", "null"]);
        rejects.ShouldBe(["2|v|2023-11-14 22:13:20.123456789|not a timestamp of the years 1000 to 9999 with at most 6 decimals of a second"]);
    }

    [Fact]
    public async Task instants_in_nanoseconds_are_converted_to_the_zone_and_rejected_where_they_would_be_cut()
    {
        Write<long>(Node(LogicalType.Timestamp(true, TimeUnit.Nanos), PhysicalType.Int64), Nanoseconds, Nanoseconds - 789, null, -1_000);
        var (rows, rejects) = await ReadAsync(V("timestamp"));
        rows.ShouldBe(["2023-11-14 23:13:20.123456", "null", "1970-01-01 00:59:59.999999"]);
        rejects.ShouldBe(["2|v|2023-11-14 22:13:20.123456789+00|not a timestamp of the years 1000 to 9999 with at most 6 decimals of a second"]);
        (await _files.RefusalAsync(Source("x.parquet", Contract(V("timestamp"))) with { Zone = null })).Message.ShouldEndWith("since there is no zone to convert it to.");
    }

    [Fact]
    public async Task times_of_int96_are_those_of_the_clock_and_rejected_where_they_would_be_cut()
    {
        static Int96 At(long nanoseconds, int day) => new(unchecked((int)nanoseconds), (int)(nanoseconds >> 32), day);
        Write<Int96>(
            Node(LogicalType.None(), PhysicalType.Int96),
            At(80_000_123_456_789, 2_460_263), At(80_000_123_456_000, 2_460_263), null, At(0, 5_373_484), At(-1, 2_460_263), At(86_400_000_000_000, 2_460_263));
        var (rows, rejects) = await ReadAsync(V("timestamp"));
        rows.ShouldBe(["2023-11-14 22:13:20.123456", "null", "9999-12-31 00:00:00"]);
        rejects.Select(reject => reject.Split('|')[..3]).ShouldBe([["2", "v", "2023-11-14 22:13:20.123456789"], ["6", "v", "FFFFFFFFFFFFFFFF678A2500"], ["7", "v", "2023-11-15 00:00:00.000000000"]]);
    }

    [Fact]
    public async Task times_that_would_be_cut_are_found_among_other_columns_and_in_every_row_group()
    {
        using var nested = new GroupNode("nested", Repetition.Required, [Node(LogicalType.Timestamp(true, TimeUnit.Nanos), PhysicalType.Int64, name: "v"), Node(LogicalType.None(), PhysicalType.Int96, name: "w")]);
        Write(
            [Node(LogicalType.Int(32, true), PhysicalType.Int32, name: "a"), nested, Node(LogicalType.None(), PhysicalType.Int96, name: "w"),
                Node(LogicalType.Timestamp(true, TimeUnit.Micros), PhysicalType.Int64, name: "m"), Node(LogicalType.Timestamp(true, TimeUnit.Nanos), PhysicalType.Int64)],
            rows =>
            {
                Put<int>(rows, 7);
                Put<long>(rows, 1);
                Put<Int96>(rows, new Int96(1, 0, 1));
                Put<Int96>(rows, new Int96(1_000, 0, 2_440_588));
                Put<long>(rows, 2);
                Put<long>(rows, 3_000);
            },
            groups: 2);
        var (rows, rejects) = await ReadAsync(Column("m timestamp"), V("timestamp"), Column("w timestamp"), Column("a integer"));
        rows.ShouldBe(Enumerable.Repeat("1970-01-01 01:00:00.000002|1970-01-01 01:00:00.000003|1970-01-01 00:00:00.000001|7", 2));
        rejects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(TimeUnit.Millis, true, 1_700_000_000_123, "2023-11-14 23:13:20.123")]
    [InlineData(TimeUnit.Micros, true, 1_700_000_000_123_456, "2023-11-14 23:13:20.123456")]
    [InlineData(TimeUnit.Millis, false, 1_700_000_000_123, "2023-11-14 22:13:20.123")]
    [InlineData(TimeUnit.Micros, false, 1_700_000_000_123_456, "2023-11-14 22:13:20.123456")]
    public async Task times_of_other_units_are_read_with_and_without_zone(TimeUnit unit, bool isInstant, long value, string time)
    {
        Write<long>(Node(LogicalType.Timestamp(isInstant, unit), PhysicalType.Int64), value);
        (await ReadAsync(V("timestamp"))).Rows.ShouldBe([time]);
    }

    [Theory]
    [InlineData("timestamp '2025-03-03'")]
    [InlineData("timestamp_ns '2025-03-03'")]
    [InlineData("timestamp_s '2025-03-03'")]
    [InlineData("date '2025-03-03'")]
    public async Task a_time_at_midnight_is_a_date_and_no_other_is(string value)
    {
        _files.Parquet("x.parquet", $"select {value} as v");
        (await ReadAsync(V("date"))).Rows.ShouldBe([Day]);
        if (!value.StartsWith("date", StringComparison.Ordinal))
        {
            _files.Parquet("x.parquet", $"select unnest([{value}, {value.Replace("03'", "03 00:00:01'", StringComparison.Ordinal)}]) as v");
            (await ReadAsync(V("date"))).Rejects.ShouldBe(["3|v|2025-03-03 00:00:01|not a date of the years 1000 to 9999 at 00:00"]);
        }
    }

    [Theory]
    [InlineData("ubigint", "bigint", "18446744073709551615", "9223372036854775807")]
    [InlineData("uinteger", "integer", "4294967295", "2147483647")]
    [InlineData("usmallint", "smallint", "65535", "32767")]
    [InlineData("bigint", "integer", "-2147483649", "-2147483648")]
    [InlineData("bigint", "decimal(19,4)", "1000000000000000", "999999999999999")]
    [InlineData("ubigint", "decimal(19,0)", "18446744073709551615", "9999999999999999999")]
    [InlineData("decimal(38,18)", "decimal(19,4)", "1.00001", "1.0001")]
    [InlineData("decimal(38,18)", "decimal(19,4)", "1000000000000000", "-999999999999999.9999")]
    [InlineData("decimal(38,18)", "bigint", "1.5", "15")]
    [InlineData("double", "integer", "1.5", "15.0")]
    [InlineData("double", "bigint", "nan", "-3.0")]
    [InlineData("bigint", "double", "9007199254740993", "9007199254740992")]
    public async Task a_number_of_another_type_is_taken_where_it_is_the_same_number_and_rejected_where_not(string found, string type, string other, string same)
    {
        _files.Parquet("x.parquet", $"select unnest([cast('{other}' as {found}), cast('{same}' as {found}), null]) as v");
        var (rows, rejects) = await ReadAsync(V(type));
        rows.Count.ShouldBe(2);
        decimal.Parse(rows[0], CultureInfo.InvariantCulture).ShouldBe(decimal.Parse(same, CultureInfo.InvariantCulture));
        rows[1].ShouldBe("null");
        rejects.Single().ShouldStartWith("2|v|");
    }

    [Theory]
    [InlineData("utinyint", "smallint", "255")]
    [InlineData("usmallint", "integer", "65535")]
    [InlineData("uinteger", "bigint", "4294967295")]
    [InlineData("decimal(9,2)", "decimal(19,4)", "1.25")]
    public async Task a_number_of_a_smaller_type_is_always_taken(string found, string type, string value)
    {
        _files.Parquet("x.parquet", $"select cast('{value}' as {found}) as v");
        (await ReadAsync(V(type))).Rows.Single().ShouldStartWith(value);
    }

    [Fact]
    public async Task bytes_without_an_annotation_are_text_where_they_are_utf8()
    {
        WriteBytes(LogicalType.None(), "é A"u8.ToArray(), [0xff, 0x41], null, [], [0x41, 0]);
        var (rows, rejects) = await ReadAsync(V("varchar"));
        rows.ShouldBe(["é A", "null", ""]);
        rejects.ShouldBe(["3|v|\\xFFA|not a text in UTF-8 without zero characters", "6|v|A\\x00|not a text in UTF-8 without zero characters"]);
    }

    [Fact]
    public async Task enums_json_and_dictionaries_are_text()
    {
        WriteBytes(LogicalType.Enum(), "red"u8.ToArray(), "red"u8.ToArray());
        (await ReadAsync(V("varchar"))).Rows.ShouldBe(["red", "red"]);
        WriteBytes(LogicalType.Json(), "{\"a\": 1}"u8.ToArray());
        (await ReadAsync(V("varchar"))).Rows.ShouldBe(["{\"a\": 1}"]);
        _files.Parquet("x.parquet", "select 'red'::enum('red', 'blue') as v");
        (await ReadAsync(V("varchar"))).Rows.ShouldBe(["red"]);
    }

    [Fact]
    public async Task a_uuid_is_its_text()
    {
        _files.Parquet("x.parquet", "select '7f3a2c1e-0000-4000-8000-00000000abcd'::uuid as v");
        (await ReadAsync(V("varchar"))).Rows.ShouldBe(["7f3a2c1e-0000-4000-8000-00000000abcd"]);
    }

    [Theory]
    [InlineData("varchar")]
    [InlineData("boolean")]
    [InlineData("decimal(19,4)")]
    [InlineData("date")]
    [InlineData("timestamp")]
    public async Task a_column_without_any_value_fits_every_type(string type)
    {
        Write<int>(Node(LogicalType.Null(), PhysicalType.Int32), null, null);
        (await ReadAsync(V(type))).Rows.ShouldBe(["null", "null"]);
        foreach (var found in new[] { "double", "varchar", "timestamptz", "blob", "integer[]", "time" })
        {
            _files.Parquet("x.parquet", $"select unnest([null::{found}, null]) as v");
            (await ReadAsync(V(type))).Rows.ShouldBe(["null", "null"], found);
        }

        (await ReadAsync(V($"{type} not null"))).Rejects.ShouldBe(
            ["2|v|null|There is no value, and the contract says `not null`.", "3|v|null|There is no value, and the contract says `not null`."]);
    }

    [Theory]
    [InlineData("'1'", "integer")]
    [InlineData("1.5::double", "decimal(19,4)")]
    [InlineData("{'a': 1}", "varchar")]
    [InlineData("[1]", "varchar")]
    [InlineData("1", "varchar")]
    [InlineData("1", "boolean")]
    [InlineData("time '10:00'", "timestamp")]
    [InlineData("timestamptz '2025-03-03 00:00:00+00'", "date")]
    public async Task a_type_that_never_fits_refuses_the_file(string value, string type)
    {
        _files.Parquet("x.parquet", $"select {value} as v");
        var error = await _files.RefusalAsync(Source("x.parquet", Contract(V(type))));
        error.Place.ShouldBe("x.parquet, column 'v'");
        error.Message.ShouldEndWith($"does not fit the contract's {type} without loss.");
    }

    [Fact]
    public async Task nested_columns_that_the_contract_does_not_name_are_let_be()
    {
        _files.Parquet("x.parquet", "select {'v': 2, 'd': {'e': [1]}} as s, [1, 2] as l, map {'a': 1} as m, 1 as v, null as n");
        (await ReadAsync(V("integer"))).Rows.ShouldBe(["1"]);
        (await _files.RefusalAsync(Source("x.parquet", Contract(V("integer")) with { Unknown = UnknownColumns.Refuse }))).Place.ShouldBe("x.parquet, column 's'");
    }
}
