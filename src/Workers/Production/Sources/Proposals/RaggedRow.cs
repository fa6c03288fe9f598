namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// The first row of a file with another count of values than the first that is parted, which is in line <paramref name="First"/> and has <paramref name="Expected"/>;
/// <paramref name="Ragged"/> of <paramref name="Rows"/> rows have another.
/// <paramref name="Parted"/> is how many have the delimiter at all.
/// </summary>
sealed record RaggedRow(char Delimiter, long Line, int Values, long First, int Expected, int Ragged, int Rows, int Parted)
{
    const int MostBefore = 10;

    /// <summary>Null where the first line has no such delimiter and no titles can explain it, or not most of the rows have: then it is of a text, as it is where a space follows it.</summary>
    public static RaggedRow? In(IReadOnlyList<CsvRow> rows, char delimiter)
    {
        var at = rows.TakeWhile(row => !IsParted(row)).Count();
        if (rows.Count - at < 3 || (at > 0 && (at > MostBefore || !IsTyped(rows, at))))
        {
            return null;
        }

        var (expected, table) = (rows[at].Texts.Count, rows.Skip(at + 1).ToList());
        var (parted, ragged) = (table.Count(IsParted), table.FindAll(row => row.Texts.Count != expected));
        return parted * 2 > table.Count && ragged.Count > 0 ? new(delimiter, ragged[0].Line, ragged[0].Texts.Count, rows[at].Line, expected, ragged.Count, table.Count, parted) : null;
    }

    // Of a title and a header, rather than of a list of tags under its name.
    static bool IsTyped(IReadOnlyList<CsvRow> rows, int at) => !CsvGuess.IsValue(rows[at].Texts[0]) && rows.Skip(at + 1).All(row => CsvGuess.IsValue(row.Texts[0]));

    static bool IsParted(CsvRow row) => row.Texts.Count > 1 && !row.Texts.Skip(1).All(text => text.StartsWith(' '));
}
