using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// The lines after the last row, each by what it starts with, an empty text for one of any kind. <paramref name="Note"/> says what is unsure of them, <paramref name="Doubt"/> that the last row may be
/// one, too.
/// </summary>
sealed partial record CsvFooter(IReadOnlyList<string> Lines, string? Note, string? Doubt)
{
    const int Most = 5;

    const string ByItsWord = "the last line is taken for no row, by its word";

    const string Words = "totals?|sums?|summe|gesamt|gesamtsumme|insgesamt|totale|somme|suma|averages?|avg|mean|eof|end|ende|trailer|footer|count|rows|records|generated|source|quelle|stand";

    // They go with such a word, where any other makes it the name of something: an end table, a mean machine.
    const string Companions = "amount|quantity|qty|units|items|orders?|sales|revenue|costs?|prices?|values?|tax|vat|discount|profit|balance|weight|number|all|net|gross|incl|excl|including|excluding"
        + "|of|the|for|per|by|on|at|in|and|file|report|data|document|export|extract|page|transmission|day|week|month|quarter|year|period|lines|read|written|exported|delivered"
        + "|betrag|menge|anzahl|umsatz|preis|wert|kosten|brutto|netto|alle|aller|der|des|und|vom|am|um|im|pro|datei|liste|zeilen|monat|jahr|générale?|generale|general|de|du|la|le"
        + "|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|eur|euro|usd|gbp|chf";

    // Fewer say nothing of what a row usually has.
    const int TellingRows = 3;

    public static CsvFooter Of(CsvGuess guess, string end, bool isAll)
    {
        List<string> lines = [.. end.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim(' ', '\t', '\r').Length > 0)];
        List<CsvRow> rows = isAll ? [.. CsvTexts.Read(end, guess.Marks).Where(row => row.Line > guess.Skip)] : [.. lines.SelectMany(line => CsvTexts.Read(line, guess.Marks))];
        List<string> footer = [];
        string? note = null;
        if (lines.AsEnumerable().Reverse().TakeWhile(line => line.All(letter => letter == guess.Marks.Delimiter)).Count() > Most)
        {
            return new([], null, null);
        }

        var header = isAll && !guess.IsHeadless && rows.Count > 0 ? rows[0].Texts : [];
        while (guess.Columns > 1 && lines.Count > 1 && rows.Count > 1 && footer.Count < Most)
        {
            // A row over several lines is none of them.
            if (CsvTexts.Read(lines[^1], guess.Marks).ToList() is not [{ IsBroken: false } last] || !last.Texts.SequenceEqual(rows[^1].Texts))
            {
                break;
            }

            List<CsvRow> above = [.. rows.SkipLast(1).Skip(isAll && !guess.IsHeadless ? 1 : 0).Where(row => row.Texts.Count == guess.Columns)];
            if (WhyFooter(last, lines[^1], above, guess.Columns, header, isAll) is not { } why)
            {
                break;
            }

            note ??= why.Length > 0 ? why : null;
            footer.Insert(0, BeginningOf(lines[^1], last, guess.Marks));
            lines.RemoveAt(lines.Count - 1);
            rows.RemoveAt(rows.Count - 1);
        }

        note = footer.Contains("") ? string.Join("; ", new[] { note, "better what each line starts with" }.OfType<string>()) : note;
        return new(footer, note, footer.Count == 0 && rows.Count > 0 ? DoubtOf(rows[^1], [.. rows.SkipLast(1).Skip(header.Count > 0 ? 1 : 0)], header) : null);
    }

    // What a number begins with is of this delivery.
    static string BeginningOf(string line, CsvRow row, CsvMarks marks) => CsvGuess.IsValue(row.Texts.FirstOrDefault(text => text.Trim().Length > 0) ?? "")
        ? line[..^line.TrimStart(marks.Delimiter, marks.Quote ?? marks.Delimiter, ' ').Length]
        : Beginning.Match(line).Value.TrimEnd(' ');

    /// <summary>Why a line is no row; empty where there is no doubt of it, null where it is one.</summary>
    static string? WhyFooter(CsvRow row, string line, List<CsvRow> above, int columns, IReadOnlyList<string> header, bool isAll)
    {
        var label = row.Texts.ToList().FindIndex(text => text.Trim().Length > 0);
        if (label < 0)
        {
            return "a line of delimiters alone";
        }

        var (text, others) = (row.Texts[label], above.ConvertAll(other => other.Texts.ElementAtOrDefault(label)?.Trim() ?? ""));
        var isWord = TotalWord.IsMatch(text);

        // A row that is cut off begins as the others do.
        var isOther = label == 0 && others.Count > 0 && others.TrueForAll(other => CsvGuess.IsValue(other) && !char.IsLetter(other[0])) && !text.Trim().Split(' ')[0].Any(char.IsDigit);
        if (row.Texts.Count != columns)
        {
            return isWord || (row.Texts.Count < columns && RowCount.IsMatch(line)) ? "" : isOther && others.Count > 1 ? "the last line has other columns than the rows: taken for none" : null;
        }

        var isAlone = !others.Contains(text.Trim()) && (row.Texts.Where((_, at) => at != label).Any(other => other.Trim().Length == 0) || isOther);
        return isWord && isAlone ? ByItsWord : isAll ? WhyTotal(row, above, header) : null;
    }

    /// <summary>A line without a name says the sums of what stands above it.</summary>
    static string? WhyTotal(CsvRow row, List<CsvRow> above, IReadOnlyList<string> header)
    {
        var lacking = Lacking(row, above);
        var filled = row.Texts.Index().Where(text => text.Item.Trim().Length > 0).ToList();
        if (lacking.Count == 0 || above.Count < (lacking[0] == 0 ? 2 : TellingRows) || !filled.TrueForAll(text => CsvGuess.IsValue(text.Item)))
        {
            return null;
        }

        var sums = filled.Where(text => IsSum(text.Item, above.ConvertAll(other => other.Texts[text.Index]))).Select(text => text.Index).ToList();
        return sums.Count == 0 ? null : $"the last line has no {Named(lacking, header)}, and in {Named(sums, header)} the sum of all above: taken for a total";
    }

    static string? DoubtOf(CsvRow row, List<CsvRow> above, IReadOnlyList<string> header)
    {
        var alike = above.FindAll(other => other.Texts.Count == row.Texts.Count);
        return alike.Count >= TellingRows && Lacking(row, alike) is [0, ..] and var lacking && row.Texts.All(text => text.Trim().Length == 0 || CsvGuess.IsValue(text))
            ? $"the last line has no {Named(lacking, header)}, which all others have: a total? Then write what it starts with under `footer` of csv"
            : null;
    }

    /// <summary>Where the row is empty, and no other is.</summary>
    static List<int> Lacking(CsvRow row, List<CsvRow> above) =>
        [.. row.Texts.Index().Where(text => text.Item.Trim().Length == 0 && above.TrueForAll(other => other.Texts[text.Index].Trim().Length > 0)).Select(text => text.Index)];

    static bool IsSum(string total, List<string> texts)
    {
        List<string> given = [.. texts.Where(text => text.Trim().Length > 0)];
        return given.Count > 1 && NumberWriting.All.Any(writing => writing.Read(total)?.Number is { } sum and not 0m && Sum(given, writing) == sum);
    }

    static decimal? Sum(List<string> texts, NumberWriting writing)
    {
        var sum = 0m;
        foreach (var text in texts)
        {
            if (writing.Read(text)?.Number is not { } number)
            {
                return null;
            }

            sum += number;
        }

        return sum;
    }

    static string Named(List<int> columns, IReadOnlyList<string> header) => string.Join(
        ", ",
        columns.Take(4).Select(at => header.ElementAtOrDefault(at) is { Length: > 0 } name ? TypeGuess.Shortened(name.Trim()) : string.Create(CultureInfo.InvariantCulture, $"column {at + 1}")));

    [GeneratedRegex(
        $@"\A\W*(?:generated (?:by|on|at|from|with|in)\b|(?:(?:grand|overall|sub)[ -]?)?(?:{Words})\b(?:[^\p{{L}}\p{{N}}:=]+(?:{Companions}|{Words})\b)*[^\p{{L}}\p{{N}}:=]*(?:\z|[:=\p{{N}}]))",
        RegexOptions.IgnoreCase)]
    static partial Regex TotalWord { get; }

    [GeneratedRegex(@"\A\s*(?:\(?[0-9]+ (?:rows?|records?|lines?|zeilen)\b.*|#.*|--.*|=+.*|\*+.*)\z", RegexOptions.IgnoreCase)]
    static partial Regex RowCount { get; }

    [GeneratedRegex(@"\A\W*\p{L}+|\A\W{1,3}")]
    static partial Regex Beginning { get; }
}
