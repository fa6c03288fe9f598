using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// How a CSV file is written, as far as its texts tell. <paramref name="Start"/> is the first record of the table, which is its header unless <paramref name="IsHeadless"/>;
/// <see cref="Names"/> are then those of a line above that has another count of them.
/// </summary>
sealed partial record CsvGuess(CsvMarks Marks, int Columns, int Start, long Skip, bool IsHeadless, IReadOnlyList<string> Notes)
{
    const int Looked = 300;
    const double LeastAgreement = 0.8;
    const int MostTitles = 3;

    // The last two are those of Hive and of ASCII's own.
    static readonly char[] Delimiters = [',', ';', '\t', '|', '^', '~', '\x01', '\x1f'];

    static readonly CsvMarks Single = new(',', '"');

    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>What stands in the lines before the table, if any.</summary>
    public string? Before { get; private init; }

    /// <summary>Whether every line is one quoted value in which a delimiter stands as often as in the first.</summary>
    public bool IsQuotedByLine { get; private init; }

    /// <summary>Of a file that is no table by any delimiter, though most of its rows are parted by one.</summary>
    public RaggedRow? Ragged { get; private init; }

    /// <param name="text">The beginning of the file, in whole lines.</param>
    public static CsvGuess Of(string text)
    {
        var sample = text.Length > 1 << 20 ? text[..(text.LastIndexOf('\n', 1 << 20) is > 0 and var end ? end + 1 : text.Length)] : text;
        var (marks, columns, start, _) = Delimiters.SelectMany(delimiter => Candidates(sample, delimiter)).Select(marks => Judged(sample, marks)).MaxBy(judged => judged.Score);
        List<CsvRow> rows = [.. CsvTexts.Read(sample, marks).Take(Looked)];
        if (rows.Count == 0)
        {
            return new(Single, 0, 0, 0, false, []);
        }

        List<string> said = [];
        RaggedRow? ragged = null;
        if (columns == 1)
        {
            ragged = Delimiters.Select(delimiter => RaggedRow.In([.. CsvTexts.Read(sample, new(delimiter, '"')).Take(Looked)], delimiter)).OfType<RaggedRow>().MaxBy(row => row.Parted);
            said.AddRange(OneColumn.NotesOf(sample, Delimiters));
            marks = marks with { Delimiter = Delimiters.FirstOrDefault(delimiter => !sample.Contains(delimiter), ',') };
        }

        // Excel is told the delimiter that way; and pads a title to the width of the table.
        start += rows[start].Texts[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        start += rows.Skip(start).Take(10).TakeWhile(row => columns > 2 && row.Texts.Count(text => text.Length > 0) <= 1).Count();
        start += Enumerable.Range(start, Math.Max(0, Math.Min(MostTitles, rows.Count - start - 1)))
            .TakeWhile(at => IsTitle(rows[at], rows[at + 1], [.. rows.Skip(at + 2).Where(row => row.Texts.Count == columns)])).Count();
        start = Math.Min(start, rows.Count - 1);
        var (isHeadless, notes) = Header([.. rows.Skip(start)]);
        List<CsvRow> before = [.. rows.Take(start)];
        var above = isHeadless ? HeaderAbove.Of(before, columns, [.. rows.Skip(start)], Delimiters) : null;
        if (above is null && before.Where(row => row.Texts.Count > 1).GroupBy(row => row.Texts.Count).Any(same => same.Count() > 1))
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"the lines before line {rows[start].Line} look like another table, of which nothing is read: a file has one"));
        }

        return new(marks, columns, start, rows[start].Line - 1, isHeadless, [.. said, .. above is null ? notes : [above.Note]])
        {
            Names = above?.Names ?? [],
            Before = before.Count == 0 ? null : string.Join(marks.Delimiter, before[0].Texts.Where(text => text.Length > 0)),
            Ragged = ragged ?? (isHeadless && before.Exists(row => row.Texts.Count > 1 && Value.IsMatch(row.Texts[0].Trim())) ? RaggedRow.In(rows, marks.Delimiter) : null),
            IsQuotedByLine = AreQuotedByLine([.. CsvTexts.Read(sample, Single).Take(Looked)]),
        };
    }

    static bool AreQuotedByLine(List<CsvRow> rows) => rows.Count > 1 && rows.TrueForAll(row => row is { Texts.Count: 1, Quoted: 1, IsBroken: false })
        && Delimiters.Any(delimiter => rows.Select(row => row.Texts[0].Count(letter => letter == delimiter)).Distinct().ToList() is [> 0]);

    /// <summary>A line with gaps above one that is whole, under which there are numbers or dates.</summary>
    static bool IsTitle(CsvRow row, CsvRow next, List<CsvRow> rest) => row.Texts.Any(text => text.Length == 0) && row.Texts.Count == next.Texts.Count
        && next.Texts.All(text => text.Trim().Length > 0 && !Value.IsMatch(text.Trim())) && rest.Count > 0 && next.Texts.Index().Any(text => IsOfValues(rest, text.Index));

    static IEnumerable<CsvMarks> Candidates(string sample, char delimiter)
    {
        yield return new(delimiter, '"');
        if (sample.Contains('\\', StringComparison.Ordinal))
        {
            yield return new(delimiter, '"', '\\');
        }

        if (!sample.Contains('"', StringComparison.Ordinal) && sample.Contains('\'', StringComparison.Ordinal))
        {
            yield return new(delimiter, '\'');
        }

        if (sample.Contains('"', StringComparison.Ordinal))
        {
            // No value is quoted: a character that the file does not have. A contract needs one.
            yield return new(delimiter, "`^~$"[..].FirstOrDefault(letter => letter != delimiter && !sample.Contains(letter), '`'));
        }
    }

    static (CsvMarks Marks, int Columns, int Start, double Score) Judged(string sample, CsvMarks marks)
    {
        List<CsvRow> rows = [.. CsvTexts.Read(sample, marks).Take(Looked)];
        var modes = rows.Where(row => row.Texts.Count > 1).GroupBy(row => row.Texts.Count).OrderByDescending(same => same.Count()).ThenByDescending(same => same.Key).ToList();
        var broken = rows.Count == 0 ? 0 : (double)rows.Count(row => row.IsBroken) / rows.Count;
        if (modes.Count == 0)
        {
            return (marks, 1, 0, 0.4 - broken + Preference(marks, rows));
        }

        var columns = modes[0].Key;
        var start = rows.FindIndex(row => row.Texts.Count == columns);
        var table = rows[start..];

        // What may be a footer says nothing against a table.
        var footer = Math.Min(3, table.Skip(2).Reverse().TakeWhile(row => row.Texts.Count == 1).Count());
        table.RemoveRange(table.Count - footer, footer);
        var agreement = (double)table.Count(row => row.Texts.Count == columns) / table.Count;
        var isTable = table.Count(row => row.Texts.Count == columns) >= 2 || rows.Count == 1 || (start == rows.Count - 1 && columns > 2);
        var foreign = table.SelectMany(row => row.Texts).Average(text => text.AsSpan().IndexOfAny(";\t|") >= 0 ? 1d : 0);
        return agreement < LeastAgreement && table.Count > 5 || !isTable
            ? (marks, 1, 0, 0.1 - broken)
            : (marks, columns, start, (agreement * agreement) - (foreign / 2) - (2 * broken) + (0.005 * Math.Min(columns, 20)) - (0.01 * Math.Min(start, 10)) + Preference(marks, rows));
    }

    // A quote that is used, the usual signs first, and no escape where doubled quotes explain as much.
    static double Preference(CsvMarks marks, List<CsvRow> rows) =>
        (marks.Quote is '"' ? 0.03 : marks.Quote is '\'' && rows.Sum(row => row.Quoted) * 3 > rows.Count ? 0.04 : 0)
        - (marks.Escape is null ? 0 : 0.02)
        - (0.001 * Array.IndexOf(Delimiters, marks.Delimiter))
        - (marks.Delimiter is '^' or '~' ? 0.1 : 0);

    /// <summary>A header's texts are names: none is a value of its own, and each stands once.</summary>
    static (bool IsHeadless, IReadOnlyList<string> Notes) Header(List<CsvRow> table)
    {
        var first = table[0].Texts;
        var rest = table.Skip(1).Where(row => row.Texts.Count == first.Count).ToList();
        var values = first.Count(text => Value.IsMatch(text.Trim()));
        if (rest.Count == 0)
        {
            return values > 0 ? (true, ["no line is taken for a header: it has values"]) : (false, ["there is nothing but a header: every type is a guess by nothing"]);
        }

        var isTyped = first.Index().Any(text => text.Item.Trim() is { Length: > 0 } name && !Value.IsMatch(name) && IsOfValues(rest, text.Index));
        if (isTyped && values <= first.Count / 2)
        {
            return (false, values == 0 ? [] : ["the first line is taken for a header, since a column of numbers or dates has a text there"]);
        }

        var hasYears = values > 0 && first.Where(text => Value.IsMatch(text)).All(Year.IsMatch) && !rest.Exists(row => row.Texts.Any(Year.IsMatch));
        if (hasYears && first.Distinct(StringComparer.Ordinal).Count() == first.Count)
        {
            return (false, ["the first line is taken for a header, with years for names"]);
        }

        if (values == 0 && first.Count > 1 && rest.Find(row => row.Texts.SequenceEqual(first)) is { } again)
        {
            return (false, [string.Create(CultureInfo.InvariantCulture, $"line {again.Line} is the header again, and read as a row: have files that were put together delivered one by one")]);
        }

        if (values > 0 || first.All(string.IsNullOrWhiteSpace))
        {
            return (true, ["no line is taken for a header: the first has values"]);
        }

        return first.Where((text, at) => text.Length > 0 && rest.Exists(row => row.Texts[at] == text)).Count() * 2 > first.Count
            ? (true, ["no line is taken for a header: what the first says stands in other lines, too"])
            : (false, ["the first line is taken for a header, though its columns are texts as well: without one write `header: false`"]);
    }

    static bool IsOfValues(List<CsvRow> rows, int at) => rows.Select(row => row.Texts[at].Trim()).Where(text => text.Length > 0).ToList() is { Count: > 0 } texts && texts.TrueForAll(Value.IsMatch);

    /// <summary>The lines after the last row.</summary>
    /// <param name="end">The last whole lines of the file.</param>
    /// <param name="isAll">Whether they are the whole file.</param>
    public CsvFooter FooterOf(string end, bool isAll) => CsvFooter.Of(this, end, isAll);

    /// <summary>Whether a text has a character that may part values.</summary>
    public static bool HasDelimiter(string text) => Delimiters.Any(text.Contains);

    /// <summary>Whether a text is a number, a date or the like rather than a name.</summary>
    public static bool IsValue(string text) => Value.IsMatch(text.Trim());

    [GeneratedRegex(
        @"\A(?:[-+(]?[€$£]?\s?[0-9][0-9.,'/:\s-]*%?(?:[eE][-+]?[0-9]+)?\)?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[-. ]?[A-Za-z]{3}[-. ]?[0-9]{2,4}|true|false|yes|no|NULL|\\N"
        + @"|[^@\s]+@[^@\s]+\.[a-z]{2,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-.*)\z",
        RegexOptions.IgnoreCase)]
    static partial Regex Value { get; }

    [GeneratedRegex(@"\A(?:19|20)[0-9]{2}\z")]
    static partial Regex Year { get; }
}
