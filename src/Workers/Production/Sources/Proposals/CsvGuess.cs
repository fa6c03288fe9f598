using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>How a CSV file is written, as far as its texts tell. <paramref name="Start"/> is the first record of the table, which is its header unless <paramref name="IsHeadless"/>.</summary>
sealed partial record CsvGuess(CsvMarks Marks, int Columns, int Start, long Skip, bool IsHeadless, IReadOnlyList<string> Notes)
{
    const int Looked = 300;
    const double LeastAgreement = 0.8;

    static readonly char[] Delimiters = [',', ';', '\t', '|', '^', '~'];

    static readonly CsvMarks Single = new(',', '"');

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

        if (columns == 1)
        {
            marks = marks with { Delimiter = Delimiters.FirstOrDefault(delimiter => !sample.Contains(delimiter), ',') };
        }

        // Excel is told the delimiter that way; and pads a title to the width of the table.
        start += rows[start].Texts[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        start += rows.Skip(start).Take(10).TakeWhile(row => columns > 2 && row.Texts.Count(text => text.Length > 0) <= 1).Count();
        start = Math.Min(start, rows.Count - 1);
        var (isHeadless, notes) = Header([.. rows.Skip(start)]);
        return new(marks, columns, start, rows[start].Line - 1, isHeadless, notes);
    }

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

        if (values > 0 || first.All(string.IsNullOrWhiteSpace))
        {
            return (true, ["no line is taken for a header: the first has values"]);
        }

        return first.Where((text, at) => text.Length > 0 && rest.Exists(row => row.Texts[at] == text)).Count() * 2 > first.Count
            ? (true, ["no line is taken for a header: what the first says stands in other lines, too"])
            : (false, ["the first line is taken for a header, though its columns are texts as well: without one write `header: false`"]);
    }

    static bool IsOfValues(List<CsvRow> rows, int at) => rows.Select(row => row.Texts[at].Trim()).Where(text => text.Length > 0).ToList() is { Count: > 0 } texts && texts.TrueForAll(Value.IsMatch);

    /// <summary>The lines after the last row, each by what it starts with.</summary>
    /// <param name="end">The last whole lines of the file.</param>
    public IReadOnlyList<string> FooterOf(string end)
    {
        List<string> lines = [.. end.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim(' ', '\t', '\r').Length > 0)];
        List<string> footer = [];
        while (lines.Count > 1 && footer.Count < 5 && IsFooter(lines[^1], lines))
        {
            footer.Insert(0, Beginning.Match(lines[^1]) is { Success: true } match ? match.Value.TrimEnd() : "");
            lines.RemoveAt(lines.Count - 1);
        }

        return footer;
    }

    bool IsFooter(string line, List<string> lines)
    {
        var rows = CsvTexts.Read(line, Marks).ToList();
        if (rows is not [{ IsBroken: false } row])
        {
            return false;
        }

        // A row that is cut off begins as the others do.
        var isWord = TotalWord.IsMatch(row.Texts[0]);
        if (row.Texts.Count == Columns)
        {
            var others = lines.SkipLast(1).Select(other => CsvTexts.Read(other, Marks).FirstOrDefault()?.Texts[0].Trim() ?? "").ToList();
            var isAlone = !others.Contains(row.Texts[0]) && (row.Texts.Skip(1).Any(text => text.Trim().Length == 0) || (others.Count > 1 && others.Skip(1).All(Value.IsMatch)));
            return isWord && Columns > 1 && isAlone;
        }

        return Columns > 1 && (isWord || (row.Texts.Count < Columns && RowCount.IsMatch(line)));
    }

    [GeneratedRegex(
        @"\A(?:[-+(]?[€$£]?\s?[0-9][0-9.,'/:\s-]*%?(?:[eE][-+]?[0-9]+)?\)?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[-. ]?[A-Za-z]{3}[-. ]?[0-9]{2,4}|true|false|yes|no|NULL|\\N"
        + @"|[^@\s]+@[^@\s]+\.[a-z]{2,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-.*)\z",
        RegexOptions.IgnoreCase)]
    static partial Regex Value { get; }

    [GeneratedRegex(
        @"\A\W*(?:grand |sub)?(?:totals?|sum|sums|summe|gesamt|gesamtsumme|insgesamt|totale|somme|suma|eof|end|ende|trailer|footer|count|rows|records|generated|source|quelle|stand)\b",
        RegexOptions.IgnoreCase)]
    static partial Regex TotalWord { get; }

    [GeneratedRegex(@"\A(?:19|20)[0-9]{2}\z")]
    static partial Regex Year { get; }

    [GeneratedRegex(@"\A\s*(?:\(?[0-9]+ (?:rows?|records?|lines?|zeilen)\b.*|#.*|--.*|=+.*|\*+.*)\z", RegexOptions.IgnoreCase)]
    static partial Regex RowCount { get; }

    [GeneratedRegex(@"\A\W*\p{L}+|\A\W{1,3}")]
    static partial Regex Beginning { get; }
}
