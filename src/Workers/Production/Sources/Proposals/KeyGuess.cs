namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>Which columns tell rows apart: a guess by the rows that there are.</summary>
static class KeyGuess
{
    const int MostColumns = 3;

    // Of more all their combinations take long, and say little.
    const int MostLooked = 12;

    // Among fewer rows almost any two columns tell them apart.
    const int TellingRows = 20;

    public static bool IsCalledKey(string name) => name.Split('_') is [.., "id" or "key" or "uuid" or "guid" or "code" or "sku" or "number" or "no" or "nr" or "nummer"];

    /// <summary>
    /// The fewest columns whose values together stand in one row only, of which none is so alone; those called keys first, then days, then as the file has them. Empty where there are none.
    /// </summary>
    /// <param name="columns">Those that may be of a key, in the file's order, each with a value in every row.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<(SeenColumn Seen, string Name)> columns)
    {
        if (columns.Count < 2 || columns.Any(column => column.Seen.IsUnique || column.Seen.Rows != columns[0].Seen.Rows))
        {
            return [];
        }

        var rows = columns[0].Seen.Rows;
        List<(SeenColumn Seen, string Name)> looked = [.. columns.Where(column => column.Seen.Texts.Count > 1).OrderBy(Rank).ThenBy(column => column.Seen.Position).Take(MostLooked)];
        return Enumerable.Range(2, MostColumns - 1).SelectMany(size => Combinations(looked, size, 0))
            .FirstOrDefault(some => (rows >= TellingRows || (rows > some.Count && some.TrueForAll(column => Rank(column) < 2))) && AreUnique(some, rows))?
            .OrderBy(column => column.Seen.Position).Select(column => column.Name).ToList() ?? [];
    }

    static int Rank((SeenColumn Seen, string Name) column) =>
        IsCalledKey(column.Name) ? 0 : column.Name.Split('_').Any(word => word is "line" or "position" or "pos" or "seq" or "date" or "day") ? 1 : 2;

    static IEnumerable<List<(SeenColumn Seen, string Name)>> Combinations(List<(SeenColumn Seen, string Name)> columns, int size, int from) => size == 0
        ? [[]]
        : Enumerable.Range(from, Math.Max(0, columns.Count - from)).SelectMany(at => Combinations(columns, size - 1, at + 1), (at, others) => (List<(SeenColumn, string)>)[columns[at], .. others]);

    static bool AreUnique(List<(SeenColumn Seen, string Name)> columns, long rows)
    {
        if (columns.Aggregate(1d, (product, column) => product * column.Seen.Texts.Count) < rows)
        {
            return false;
        }

        var seen = new HashSet<(long, long, long)>();
        var (one, two, three) = (columns[0].Seen.Numbers, columns[1].Seen.Numbers, columns.ElementAtOrDefault(2).Seen?.Numbers);
        return Enumerable.Range(0, (int)rows).All(row => seen.Add((one[row], two[row], three?[row] ?? 0)));
    }
}
