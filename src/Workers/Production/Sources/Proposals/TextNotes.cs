using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>What a person should know of a column that stays text: what its texts nearly are, and what people write that no type holds.</summary>
static partial class TextNotes
{
    static readonly HashSet<string> Words = ["ja", "nein", "j", "oui", "non", "o", "si", "sí", "no", "wahr", "falsch", "vrai", "faux", "on", "off", "x"];

    /// <summary>At most one note; of persons no value is told.</summary>
    public static IEnumerable<string> Of(SeenColumn column, List<string> texts, NumberWriting numbers, bool isPersonal)
    {
        (string Words, Func<string, bool> Is)[] kinds =
        [
            ("whole numbers", text => numbers.Read(text) is { IsWhole: true, HasLeadingZero: false }),
            ("numbers", text => numbers.Read(text) is { HasLeadingZero: false }),
            ("dates", text => TypeGuess.IsoTime.Match(text) is { Success: true } match && !match.Groups["time"].Success),
            ("times", text => TypeGuess.IsoTime.IsMatch(text)),
        ];
        var all = texts.Sum(text => column.Texts[text].Count);
        foreach (var (words, isKind) in kinds)
        {
            var fit = texts.Where(isKind).Sum(text => column.Texts[text].Count);
            if (fit * 2 > all && texts.Find(text => !isKind(text)) is { } other)
            {
                var but = isPersonal ? "" : string.Create(CultureInfo.InvariantCulture, $", but '{TypeGuess.Shortened(other)}' in row {column.Texts[other].Row} is none");
                yield return $"{TypeGuess.Counted(fit, all)} values are {words}{but}";
                yield break;
            }
        }

        long Fit(DateWriting writing) =>
            writing.Read(texts[0]) is null && writing.Read(texts[^1]) is null ? 0 : texts.Where(text => writing.Read(text) is not null).Sum(text => column.Texts[text].Count);
        var written = DateWriting.All.Append(DateWriting.Compact).Select(writing => (writing, Fit: Fit(writing))).MaxBy(writing => writing.Fit);
        if (written.Fit * 2 > all && texts.Find(text => written.writing.Read(text) is null) is { } no)
        {
            yield return $"{TypeGuess.Counted(written.Fit, all)} values are written as '{written.writing.Format}'{(isPersonal ? "" : $", but '{TypeGuess.Shortened(no)}' is not")}";
        }
        else if (DateWriting.All.FirstOrDefault(writing => texts.TrueForAll(writing.IsNearly)) is { } nearly)
        {
            yield return $"dates, but not '{nearly.Format}' letter by letter (Jan, not JAN; two digits, not one): kept as text";
        }
        else if (texts.TrueForAll(text => Currency.IsMatch(text)))
        {
            yield return "money with its sign: kept as text";
        }
        else if (texts.TrueForAll(text => numbers.Read(text) is not null || OddSign.Match(text) is { Success: true } odd && numbers.Read(odd.Groups["number"].Value) is not null))
        {
            yield return $"numbers of which some have their sign otherwise{(isPersonal ? "" : $", such as '{texts.Find(text => numbers.Read(text) is null)}'")}: kept as text";
        }
        else if (texts.TrueForAll(text => text.EndsWith('%') && numbers.Read(text[..^1]) is not null))
        {
            yield return "percentages with their sign: kept as text";
        }
        else if (texts.TrueForAll(text => Clock.IsMatch(text)))
        {
            yield return "times of day, for which there is no type: kept as text";
        }
        else if (numbers == NumberWriting.Plain && texts.TrueForAll(text => Grouped.IsMatch(text)))
        {
            yield return $"{TypeGuess.Shortened(texts[0])}: a decimal comma, or thousands? Say so with `decimal` or `thousands` of csv";
        }
        else if (texts.Count == 2 && texts.TrueForAll(text => Words.Contains(text.ToLowerInvariant())))
        {
            yield return "yes and no in words that are not read as boolean: kept as text";
        }
        else if (texts is [var one] && all > 1 && (Words.Contains(one.ToLowerInvariant()) || TypeGuess.Booleans.Any(pair => TypeGuess.Is(one, pair.Yes) || TypeGuess.Is(one, pair.No))))
        {
            yield return $"always '{TypeGuess.Shortened(one)}': yes and no? Then boolean, if the other comes so, too";
        }
        else if (texts.TrueForAll(text => DateLike.IsMatch(text)))
        {
            yield return DayAndMonth(column, texts, isPersonal) ?? "looks like dates or times, written as no type and no `format` takes them: kept as text";
        }
        else if (texts.TrueForAll(text => Formula.IsMatch(text)))
        {
            yield return "formulas of a spreadsheet around the values: kept as text";
        }
        else if (texts.Find(text => Total.IsMatch(text)) is { } total && texts.Count > 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"'{TypeGuess.Shortened(total)}' in row {column.Texts[total].Row}: a sum among the rows? It would be counted with them");
        }
        else if (texts.TrueForAll(text => text is ['{', .., '}'] or ['[', .., ']']))
        {
            yield return "JSON inside: kept as text";
        }
    }

    /// <summary>Where one text has the day first and another the month.</summary>
    static string? DayAndMonth(SeenColumn column, List<string> texts, bool isPersonal)
    {
        var parted = texts.ConvertAll(text => (Text: text, Match: ThreeParts.Match(text)));
        var (day, month) = (parted.Find(text => First(text.Match) > 12), parted.Find(text => Second(text.Match) > 12));
        return !parted.TrueForAll(text => text.Match.Success) || day.Text is null || month.Text is null ? null
            : isPersonal ? "dates of which some have the day first and some the month: kept as text"
            : string.Create(CultureInfo.InvariantCulture, $"dates of which '{TypeGuess.Shortened(day.Text)}' in row {column.Texts[day.Text].Row} has the day first, and '{TypeGuess.Shortened(month.Text)}' in row {column.Texts[month.Text].Row} the month: kept as text");

        static int First(Match match) => match.Success ? int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture) : 0;

        static int Second(Match match) => match.Success ? int.Parse(match.Groups["second"].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"\A[-+(]?\s*(?:[€$£¥]|EUR|USD|GBP|CHF)\s?[-+]?[0-9][0-9.,']*\)?\z|\A[-+]?[0-9][0-9.,' ]*\s?(?:[€$£¥]|EUR|USD|GBP|CHF)\z")]
    static partial Regex Currency { get; }

    [GeneratedRegex(@"\A(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?\z")]
    static partial Regex Clock { get; }

    [GeneratedRegex(@"\A[+-]?[0-9]{1,3}(?:,[0-9]{3})*\z|\A[+-]?[0-9]+\z")]
    static partial Regex Grouped { get; }

    [GeneratedRegex(@"\A(?:\((?<number>[0-9.,' ]+)\)|(?<number>[0-9][0-9.,' ]*)-|[\u2212\u2013](?<number>[0-9.,' ]+))\z")]
    static partial Regex OddSign { get; }

    [GeneratedRegex(@"\A(?:\p{L}[\p{L} .&-]{0,30} )?(?:grand |sub-?)?(?:totals?|summe|gesamtsumme|zwischensumme)\W*\z", RegexOptions.IgnoreCase)]
    static partial Regex Total { get; }

    [GeneratedRegex("\\A=\".*\"\\z")]
    static partial Regex Formula { get; }

    [GeneratedRegex(@"\A\s*(?<first>[0-9]{1,2})(?<mark>[-./ ])(?<second>[0-9]{1,2})\k<mark>[0-9]{2,4}\b")]
    static partial Regex ThreeParts { get; }

    [GeneratedRegex(@"\A\s*(?:[0-9]{1,2}(?<mark>[-./ ])[0-9]{1,2}\k<mark>[0-9]{2,4}\b.*|[0-9]{4}[-./][0-9]{1,2}([-./T ].*)?|[0-9]{4}-?(W[0-9]{2}.*|Q[1-4])|[0-9]{8}T[0-9]{4,6}.*"
        + @"|(?:\p{L}{2,9}\.?,? )?[0-9]{1,2}\.?[- ]\p{L}{3,9}\.?,?[- ][0-9]{2,4}\b.*|\p{L}{3,9}\.?[- ](?:[0-9]{1,2},? )?[0-9]{4}\b.*)\z")]
    static partial Regex DateLike { get; }
}
