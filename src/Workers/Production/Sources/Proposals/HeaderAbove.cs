using System.Globalization;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// A line above rows without a header that is one, though it has another count of values or another delimiter. <paramref name="Names"/> are in the order of the columns, none where it is not
/// known which is whose.
/// </summary>
sealed record HeaderAbove(IReadOnlyList<string> Names, string Note)
{
    // With more or fewer names it is no header of theirs.
    const int Furthest = 2;

    /// <param name="before">The lines before the rows.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="delimiters">Those that a file may have.</param>
    public static HeaderAbove? Of(IReadOnlyList<CsvRow> before, int columns, IReadOnlyList<CsvRow> rows, IReadOnlyList<char> delimiters)
    {
        if (before is not [.., var row])
        {
            return null;
        }

        var parted = row.Texts is [var line] ? delimiters.Select(delimiter => line.Split(delimiter)).FirstOrDefault(texts => texts.Length == columns && AreNames(texts, columns)) : null;
        if (parted is not null)
        {
            return new(parted, Line(row, "has another delimiter than the rows: it is skipped, and names are given in their order"));
        }

        if (!AreNames(row.Texts, columns))
        {
            return null;
        }

        var isKnown = AreInOrder(row.Texts, columns, rows);
        var which = isKnown ? "names are given in their order" : "which name is whose is not known";
        return new(isKnown ? row.Texts : [], Line(row, string.Create(CultureInfo.InvariantCulture, $"has {row.Texts.Count} values and the rows {columns}: it is skipped, and {which}")));
    }

    static string Line(CsvRow row, string what) => string.Create(CultureInfo.InvariantCulture, $"line {row.Line}, the header as it seems, {what}");

    static bool AreNames(IReadOnlyList<string> texts, int columns) =>
        texts.Count > 1 && Math.Abs(texts.Count(text => text.Trim().Length > 0) - columns) <= Furthest && !texts.Any(CsvGuess.IsValue);

    // Only what has neither a name nor a value is too much or too little.
    static bool AreInOrder(IReadOnlyList<string> texts, int columns, IReadOnlyList<CsvRow> rows) => texts.Skip(columns).All(text => text.Trim().Length == 0)
        && (texts.Count >= columns || rows.All(row => row.Texts.Skip(texts.Count).All(text => text.Trim().Length == 0)));
}
