namespace EventedPipelines.Tests.Integration.DataPlane;

public sealed class when_values_are_awkward
{
    static readonly string[] pieces = ["a", "\"", ",", "\n", "\r\n", " ", "é", "\uD83D\uDEB2", "''", "\\", "\t", "#", "0", "-"];

    [Theory]
    [InlineData(1, "\n", ",", 5_000)]
    [InlineData(2, "\r\n", ",", 5_000)]
    [InlineData(3, "\n", ";", 5_000)]
    [InlineData(4, "\r\n", "\t", 5_000)]
    [InlineData(5, "\n", "|", 5_000)]
    [InlineData(6, "\r\n", ",", 500_000)]
    public async Task every_text_of_a_csv_file_is_ingested_as_it_was_written(int seed, string lineEnd, string delimiter, int count)
    {
        var random = new Random(seed);
        string?[][] rows = [.. Enumerable.Range(0, count).Select(_ => new[] { Text(random), Text(random), Text(random) })];
        using var bench = new Workbench();
        bench.Write("texts.csv", $"a{delimiter}b{delimiter}c{lineEnd}" + string.Concat(rows.Select(row => string.Join(delimiter, row.Select(text => Written(text, random, delimiter))) + lineEnd)));
        var ingested = await bench.IngestedAsync(Workbench.Source("texts.csv", "a varchar", "b varchar", "c varchar") with { Csv = new(delimiter) });
        ingested.Rows.ShouldBe(rows.Length);
        var read = bench.Rows(bench.Snapshot(ingested.Files[0]));
        rows.Index().Where(row => read[row.Index] != string.Join('|', row.Item.Select(text => text ?? "null"))).Take(3).ShouldBeEmpty();
    }

    static string? Text(Random random) => random.Next(10) == 0 ? null : string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Length)]));

    // A text is quoted where it has to be, and now and then where it need not be.
    static string Written(string? text, Random random, string delimiter)
    {
        var mustQuote = text is not null && (text.AsSpan().IndexOfAny("\"\r\n ") >= 0 || text.Contains(delimiter, StringComparison.Ordinal));
        return text is null ? "" : mustQuote || random.Next(4) == 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
