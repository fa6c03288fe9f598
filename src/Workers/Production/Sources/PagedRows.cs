using System.Globalization;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// JSON Lines that were taken from the pages of an API: an empty line begins each page, so that the file alone tells where a row came from, wherever it is
/// kept. A row is the bytes that came, on one line.
/// </summary>
static class PagedRows
{
    public const string Ending = ".pages.jsonl";

    public static bool AreIn(string name) => name.EndsWith(Ending, StringComparison.Ordinal);

    public static string PageName(int page, string format) => string.Create(CultureInfo.InvariantCulture, $"page-{page:0000}.{format}");

    public static void BeginPage(Stream rows) => rows.WriteByte((byte)'\n');

    // Outside of JSON's texts a line end is only white space, and inside there is none.
    public static void Write(Stream rows, ReadOnlySpan<byte> row)
    {
        foreach (var part in row.SplitAny((byte)'\r', (byte)'\n'))
        {
            rows.Write(row[part]);
        }

        rows.WriteByte((byte)'\n');
    }

    /// <summary>The page and the row in it, from 1, of a record from 1.</summary>
    public static string PlaceOf(TextReader rows, long record)
    {
        var (page, row) = (0, 0L);
        while (record > 0 && rows.ReadLine() is { } line)
        {
            var begins = line.Length == 0;
            (page, row) = begins ? (page + 1, 0) : (page, row + 1);
            record -= begins ? 0 : 1;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{PageName(page, "json")}, row {row}");
    }
}
