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

    /// <summary>How many records stand before each page.</summary>
    public static async Task<IReadOnlyList<long>> StartsAsync(TextReader rows)
    {
        var (starts, records) = (new List<long>(), 0L);
        while (await rows.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                starts.Add(records);
            }

            records += line.Length == 0 ? 0 : 1;
        }

        return starts;
    }

    /// <summary>The page and the row in it, from 1, of a record from 1; null where no page begins before it.</summary>
    public static (string Page, long Row)? Find(IReadOnlyList<long> starts, long record) =>
        starts.Index().LastOrDefault(page => page.Item < record, (Index: -1, Item: 0)) is { Index: >= 0 } found ? (PageName(found.Index + 1, "json"), record - found.Item) : null;
}
