using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Tests.Integration.DataPlane;

/// <summary>domain.md 2.7b: a random text of every type, in every writing, is read as the value that it says, or its row is a reject with a reason; never another value.</summary>
public sealed class when_random_values_are_written_and_read : IDisposable
{
    const string Zone = "Europe/Berlin";

    static readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
    static readonly JsonSerializerOptions readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Types => [.. WrittenText.Types];

    [Theory, MemberData(nameof(Types))]
    public Task a_hundred_random_values_of_a_type_are_read_as_written_or_rejected(string type) => EveryWritingAsync(type, 100, [1]);

    [Theory, MemberData(nameof(Types)), Trait("Category", "Full")]
    public Task many_random_values_of_a_type_are_read_as_written_or_rejected(string type) => EveryWritingAsync(type, 20_000, [11, 12, 13]);

    async Task EveryWritingAsync(string type, int count, IEnumerable<int> seeds)
    {
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            List<WrittenText> rows = [.. Enumerable.Range(0, count).Select(_ => WrittenText.Of(type, random, zone))];
            await ReadAsync(type, rows, "t.csv", new(), Csv(rows, random, ",", "\"", "\n", Encoding.UTF8));
            await ReadAsync(type, rows, "t.csv", new(";", "'"), Csv(rows, random, ";", "'", "\r\n", Encoding.UTF8));
            await ReadAsync(type, rows, "t.txt", new("\t", Encoding: TextEncoding.Utf16), Csv(rows, random, "\t", "\"", "\n", Encoding.Unicode));
            await ReadAsync(type, rows, "t.csv", new("|", Encoding: TextEncoding.Latin1), Csv(rows, random, "|", "\"", "\r\n", Encoding.Latin1));
            await ReadAsync(type, rows, "t.csv.gz", new(), Gzip(Csv(rows, random, ",", "\"", "\n", Encoding.UTF8)));
            await ReadAsync(type, rows, "t.jsonl", new(), Json(rows, random));
            await ReadAsync(type, [.. rows.Where(row => row.Text is null || row.Says is not null).Select(row => row with { IsPlain = true })], "t.parquet", new(), null);
        }
    }

    async Task ReadAsync(string type, List<WrittenText> rows, string name, CsvFormat format, byte[]? bytes)
    {
        if (bytes is null)
        {
            WriteParquet(Path.Combine(_bench.Data, name), type, rows);
        }
        else
        {
            _bench.Write(name, bytes);
        }

        var source = Workbench.Source(name, "id integer not null", $"v {type}") with { Csv = format, Zone = Zone, MostRejects = 1, Reference = true };
        var file = (await _bench.IngestedAsync(source)).Files.Single();
        var read = _bench.Rows(_bench.Snapshot(file), "id, hex(encode(cast(v as varchar)))").Select(row => row.Split('|'))
            .ToDictionary(row => int.Parse(row[0], CultureInfo.InvariantCulture), row => row[1]);
        var rejected = file.Rejects is null ? [] : _bench.Rows($"rejects/{file.Rejects}.parquet", "__row - 2, \"column\", length(reason) > 0").ToHashSet();
        List<string> wrong = [];
        foreach (var (number, row) in rows.Index())
        {
            var isRejected = rejected.Contains($"{number}|v|True");
            var found = read.TryGetValue(number, out var hex) ? hex == "null" ? null : Encoding.UTF8.GetString(Convert.FromHexString(hex)) : "not read";
            var isRight = row.Text is null ? !isRejected && found is null
                : isRejected ? !read.ContainsKey(number) && !row.IsPlain
                : row.Says is not null && Same(type, found, row.Says);
            if (!isRight)
            {
                wrong.Add($"{type} in {name}: '{row.Text}' says {row.Says ?? "nothing"}, was {(isRejected ? "rejected" : found ?? "null")}");
            }
        }

        wrong.Take(10).ShouldBeEmpty();
        (file.Rows + file.RejectedRows).ShouldBe(rows.Count, name);
    }

    static bool Same(string type, string? found, string says) =>
        type is "double" ? found is not null
            && BitConverter.DoubleToInt64Bits(double.Parse(found, CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(double.Parse(says, CultureInfo.InvariantCulture))
            : Whole(found) == says;

    // DuckDB leaves the 0 before the point out where a type has no digits there.
    static string? Whole(string? found) => found switch
    {
        ['.', ..] => $"0{found}",
        ['-', '.', ..] => $"-0{found[1..]}",
        _ => found,
    };

    static byte[] Csv(List<WrittenText> rows, Random random, string delimiter, string quote, string lineEnd, Encoding encoding)
    {
        var text = $"id{delimiter}v{lineEnd}" + string.Concat(rows.Select((row, number) => $"{number}{delimiter}{Quoted(row.Text, random, delimiter, quote)}{lineEnd}"));
        return [.. encoding.Preamble, .. encoding.GetBytes(text)];
    }

    // Quoted where it has to be, and now and then where it need not be.
    static string Quoted(string? text, Random random, string delimiter, string quote)
    {
        var mustQuote = text is not null && (text.AsSpan().IndexOfAny("\r\n ") >= 0 || text.Contains(delimiter, StringComparison.Ordinal) || text.Contains(quote, StringComparison.Ordinal));
        return text is null ? "" : mustQuote || random.Next(4) == 0 ? $"{quote}{text.Replace(quote, quote + quote, StringComparison.Ordinal)}{quote}" : text;
    }

    static byte[] Json(List<WrittenText> rows, Random random) => Encoding.UTF8.GetBytes(string.Concat(rows.Select((row, number) =>
    {
        var isNumber = row.Text is not null && random.Next(2) == 0 && IsJson(row.Text);
        return $$"""{"v": {{(isNumber ? row.Text : JsonSerializer.Serialize(row.Text, random.Next(2) == 0 ? readable : null))}}, "id": {{number}}}""" + "\n";
    })));

    static bool IsJson(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False && text.Trim() == text;
        }
        catch (JsonException)
        {
            return false;
        }
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

    static void WriteParquet(string path, string type, List<WrittenText> rows)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create table t (id integer, v {type})";
        command.ExecuteNonQuery();
        foreach (var batch in rows.Index().Chunk(1_000))
        {
            command.CommandText = "insert into t values " + string.Join(
                ", ", batch.Select(row => $"({row.Index}, {(row.Item.Says is { } says ? $"cast('{says.Replace("'", "''", StringComparison.Ordinal)}' as {type})" : "null")})"));
            command.ExecuteNonQuery();
        }

        command.CommandText = $"copy (select * from t order by id) to '{path}' (format parquet)";
        command.ExecuteNonQuery();
    }
}
