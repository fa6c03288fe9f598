using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// The type that holds all texts of a column without loss, as the reader takes them (domain.md 2.7b), and what a person should know of it.
/// <paramref name="Nulls"/> are texts that stand for no value, without which there would be no such type.
/// </summary>
sealed partial record TypeGuess(string Type, string? Format, IReadOnlyList<string> Notes, IReadOnlyList<string> Nulls)
{
    const string Text = "varchar";
    const int SafeDigits = 15;
    const int MostDigits = 17;
    const int WidestDecimal = 38;

    // A binary float has as many; beyond them digits were written that it does not have.
    const int MostPlaces = 18;

    // As wide as money has to be: four places, and thousands of billions.
    const int MoneyPlaces = 4;
    const int MoneyDigits = 13;

    // Enough to tell a file with one more digit from one that is another.
    const long LikelyInteger = int.MaxValue / 10;

    // 1982 to 2064.
    const int FirstSerial = 30_000;
    const int LastSerial = 60_000;

    static readonly DateOnly FirstOfSerials = new(1899, 12, 30);

    public static readonly IReadOnlyList<string> Tokens =
        ["NULL", "null", "Null", "\\N", "N/A", "n/a", "NA", "#N/A", "NaN", "nan", "None", "none", "nil", "(null)", "<null>", "-", "--", "---", ".", "?", "k.A.", "unknown", "missing"];

    public static readonly IReadOnlyList<(string Yes, string No)> Booleans = [("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f")];

    static readonly string[] MoneyWords =
    [
        "amount", "price", "cost", "costs", "total", "subtotal", "revenue", "sales", "profit", "tax", "vat", "fee", "fees", "freight", "shipping", "discount", "balance", "salary",
        "wage", "net", "gross", "paid", "payment", "charge", "budget", "spend", "expense", "expenses", "credit", "debit", "betrag", "preis", "summe", "umsatz", "kosten", "steuer", "gebuehr", "montant", "prix", "importe", "precio",
        "eur", "usd", "gbp", "chf", "money", "value", "turnover", "margin",
    ];

    static readonly string[] NoMoneyWords =
        ["rate", "ratio", "share", "percent", "pct", "count", "number", "no", "orders", "lines", "units", "quantity", "qty", "days", "hours", "seconds", "code", "id"];

    static readonly string[] MeasureWords =
    [
        "rate", "ratio", "share", "percent", "pct", "count", "orders", "units", "quantity", "qty", "hours", "seconds", "minutes", "duration", "size", "weight", "height", "width", "length", "score",
        "temp", "menge", "anzahl",
    ];

    /// <param name="column">What was seen of it.</param>
    /// <param name="name">The column's name in the contract: what it is called tells money from other numbers.</param>
    /// <param name="numbers">How the file writes numbers.</param>
    /// <param name="isPersonal">Then no value is told.</param>
    /// <param name="hasTokens">Whether texts may stand for no value, as in CSV.</param>
    public static TypeGuess Of(SeenColumn column, string name, NumberWriting numbers, bool isPersonal = false, bool hasTokens = true)
    {
        if (column.Texts.Count == 0)
        {
            return new(Text, null, column.Rows == 0 ? [] : ["no value in any row: any type would do"], []);
        }

        var texts = column.Texts.Keys.ToList();
        if (Typed(column, name, texts, numbers) is { } typed)
        {
            return typed;
        }

        var tokens = hasTokens ? texts.Where(Tokens.Contains).ToList() : [];
        var others = texts.Except(tokens, StringComparer.Ordinal).ToList();
        if (tokens.Count > 0 && others.Count > 0 && Typed(column, name, others, numbers) is { Type: not Text } without)
        {
            return without with { Nulls = tokens };
        }

        return new(Text, null, [.. TextNotes.Of(column, others.Count > 0 ? others : texts, numbers, isPersonal)], []);
    }

    static TypeGuess? Typed(SeenColumn column, string name, List<string> texts, NumberWriting numbers) =>
        Boolean(texts) ?? Compact(name, texts) ?? Number(column, name, texts, numbers) ?? Iso(column, texts) ?? Written(texts);

    static TypeGuess? Boolean(List<string> texts) => texts.Count > 6 || Booleans.FirstOrDefault(pair => texts.All(text => Is(text, pair.Yes) || Is(text, pair.No))) is not { Yes: not null } words
        ? null
        : words.Yes is "true" || (texts.Exists(text => Is(text, words.Yes)) && texts.Exists(text => Is(text, words.No))) ? new("boolean", null, [], []) : null;

    public static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    // Eight digits are a day where they always are one and the name says so.
    static TypeGuess? Compact(string name, List<string> texts) => DateWords.IsMatch(name) && texts.TrueForAll(text => DateWriting.Compact.Read(text) is { Year: >= 1900 and < 2200 })
        ? new("date", DateWriting.Compact.Format, ["eight digits that are a day in every row"], [])
        : null;

    static TypeGuess? Number(SeenColumn column, string name, List<string> texts, NumberWriting writing)
    {
        var shapes = texts.Select(writing.Read).OfType<NumberShape>().ToList();
        if (shapes.Count < texts.Count)
        {
            return null;
        }

        if (shapes.Exists(shape => shape.HasLeadingZero))
        {
            var length = texts.Select(text => text.Length).Distinct().ToList();
            var digits = length.Count == 1 ? string.Create(CultureInfo.InvariantCulture, $" with {length[0]} digits") : "";
            return new(Text, null, [$"all values are {(shapes.TrueForAll(shape => shape.IsWhole) ? "whole " : "")}numbers{digits} and leading zeros: kept as text"], []);
        }

        if (texts.TrueForAll(text => text.StartsWith('+')) && shapes.TrueForAll(shape => shape is { IsWhole: true, Whole.Length: > 7 }))
        {
            return new(Text, null, ["numbers with + before them, as of telephones: kept as text"], []);
        }

        if (shapes.TrueForAll(shape => shape.IsWhole))
        {
            return Whole(shapes, name, texts);
        }

        if (KeyGuess.IsCalledKey(name) && shapes.Exists(shape => shape.Exponent is not null))
        {
            return new(Text, null, ["numbers with exponents, and called a key: kept as text; has a spreadsheet taken digits away?"], []);
        }

        return shapes.TrueForAll(shape => shape is { Places: "0", Exponent: null, Whole.Length: > 0 }) && column.Lacking > 0
            ? Whole(shapes, name, texts) is { Type: not Text } whole ? whole with { Notes = ["whole numbers written with .0, as pandas does where some are lacking"] } : null
            : Places(shapes, name);
    }

    static TypeGuess Whole(List<NumberShape> shapes, string name, List<string> texts)
    {
        List<string> notes = [];
        if (texts.TrueForAll(text => text is "0" or "1") && texts.Count == 2)
        {
            notes.Add("only 0 and 1: yes and no? then boolean");
        }

        if (TimeWords.IsMatch(name) && shapes.TrueForAll(shape => shape.Value is > 600_000_000 and < 5_000_000_000))
        {
            notes.Add("seconds since 1970?");
        }
        else if (TimeWords.IsMatch(name) && shapes.TrueForAll(shape => shape.Value is > 600_000_000_000 and < 5_000_000_000_000))
        {
            notes.Add("milliseconds since 1970?");
        }
        else if (DateWords.IsMatch(name) && texts.Count > 1 && shapes.TrueForAll(shape => shape.Value is >= FirstSerial and <= LastSerial))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"days as spreadsheets count them? {texts[0]} is {FirstOfSerials.AddDays((int)shapes[0].Value!):yyyy-MM-dd}"));
        }
        else if (texts.TrueForAll(text => DateWriting.Compact.Read(text) is { Year: >= 1900 and < 2100 }))
        {
            notes.Add("could be dates written as %Y%m%d");
        }

        var digits = shapes.Max(shape => shape.Whole.Length);
        if (digits > WidestDecimal)
        {
            return new(Text, null, [string.Create(CultureInfo.InvariantCulture, $"whole numbers of up to {digits} digits, more than any type has: kept as text")], []);
        }

        var isLong = shapes.TrueForAll(shape => shape.Whole.Length < 19 || (shape.Whole.Length == 19 && string.CompareOrdinal(shape.Whole, "9223372036854775807") <= 0));
        var type = !isLong ? "decimal(38,0)" : shapes.TrueForAll(shape => shape.Value <= LikelyInteger) ? "integer" : "bigint";
        return new(type, null, isLong ? notes : [.. notes, "whole numbers beyond bigint"], []);
    }

    static TypeGuess Places(List<NumberShape> shapes, string name)
    {
        var (whole, places, digits) = (shapes.Max(shape => shape.Whole.Length), shapes.Max(shape => shape.Places.Length), shapes.Max(shape => shape.Digits));
        if (shapes.Exists(shape => shape.Exponent is not null))
        {
            // Decimals are read from exponents as well.
            if (IsMoney(name) && shapes.TrueForAll(shape => shape.Places.Length - (shape.Exponent ?? 0) <= MoneyPlaces && shape.Whole.Length + (shape.Exponent ?? 0) <= MoneyDigits))
            {
                return new("decimal(19,4)", null, ["money? written with exponents: has a spreadsheet taken digits away?"], []);
            }

            // Whether a double has all of more digits the reader knows.
            return digits <= MostDigits
                ? new("double", null, ["written with exponents: no money"], [])
                : new(Text, null, ["numbers with exponents and more digits than a double has: kept as text"], []);
        }

        if (places > MostPlaces || whole + places > WidestDecimal)
        {
            return whole + places <= WidestDecimal ? new($"decimal(38,{places.ToString(CultureInfo.InvariantCulture)})", null, [], [])
                : digits <= SafeDigits ? new("double", null, [], [])
                : new(Text, null, ["more digits than any type of number has: kept as text"], []);
        }

        if (places <= MoneyPlaces && whole <= MoneyDigits && IsMoney(name))
        {
            return new("decimal(19,4)", null, [string.Create(CultureInfo.InvariantCulture, $"money? with {places} place{(places == 1 ? "" : "s")}")], []);
        }

        var scale = Math.Min(places + 2, MostPlaces);
        var width = Math.Min(WidestDecimal, Math.Max(18, whole + 4 + scale));
        string[] notes = [string.Create(CultureInfo.InvariantCulture, $"up to {places} place{(places == 1 ? "" : "s")}{(digits >= SafeDigits ? ", as many digits as a binary float has: double?" : "")}")];
        return new(string.Create(CultureInfo.InvariantCulture, $"decimal({width},{scale})"), null, notes, []);
    }

    static TypeGuess? Iso(SeenColumn column, List<string> texts)
    {
        var matches = texts.ConvertAll(text => IsoTime.Match(text));
        if (!matches.TrueForAll(match => match.Success && DateOnly.TryParse($"{match.Groups["day"].Value.Replace('/', '-')}", CultureInfo.InvariantCulture, out _)))
        {
            return null;
        }

        if (matches.TrueForAll(match => !match.Groups["time"].Success))
        {
            return new("date", null, [], []);
        }

        if (matches.Exists(match => match.Groups["more"].Value.TrimEnd('0').Length > 0))
        {
            return new(Text, null, ["times with more than 6 decimals of a second, which no type has: kept as text"], []);
        }

        var without = texts.Zip(matches).Where(text => !text.Second.Groups["zone"].Success).Sum(text => column.Texts[text.First].Count);
        var all = texts.Sum(text => column.Texts[text].Count);
        List<string> notes = [];
        if (without < all)
        {
            notes.Add(without == 0 ? "instants: converted to the pipeline's zone" : $"{Counted(without, all)} values have no time zone: they are taken for the pipeline's");
        }
        else if (matches.TrueForAll(match => Midnight.IsMatch(match.Groups["time"].Value)))
        {
            notes.Add("every time is 00:00: a date?");
        }

        return new("timestamp", null, notes, []);
    }

    static TypeGuess? Written(List<string> texts)
    {
        var fits = DateWriting.All.Where(writing => texts.TrueForAll(text => writing.Read(text) is not null)).ToList();
        if (fits.Count == 0)
        {
            return null;
        }

        var (day, month) = (fits.Find(fit => fit.First is DateWriting.Order.Day && !fit.Format.Contains('.')), fits.Find(fit => fit.First is DateWriting.Order.Month));
        if (day is not null && month is not null)
        {
            // The same text is a day in each: neither is chosen for a person.
            var example = texts.Find(text => day.Read(text) != month.Read(text)) ?? texts[0];
            var (ofDay, ofMonth) = (string.Create(CultureInfo.InvariantCulture, $"{day.Read(example):yyyy-MM-dd}"), string.Create(CultureInfo.InvariantCulture, $"{month.Read(example):yyyy-MM-dd}"));
            return new(Text, null, [$"dates? {example} is {ofDay} with the day first ({day.Format}), {ofMonth} with the month first ({month.Format})"], []);
        }

        var writing = fits[0];
        List<string> notes = [];
        if (writing.First is not DateWriting.Order.Year && !writing.Format.StartsWith("%d.", StringComparison.Ordinal) && !writing.Format.StartsWith("%-d.", StringComparison.Ordinal))
        {
            var decisive = texts.Find(text => writing.Read(text) is { Day: > 12 }) ?? texts[0];
            notes.Add($"the {(writing.First is DateWriting.Order.Day ? "day" : "month")} first, as {decisive} tells");
        }

        if (writing.Format.Contains("%y", StringComparison.Ordinal))
        {
            notes.Add("years of two digits: 00 to 68 are of 2000 on");
        }

        return new(writing.HasTime ? "timestamp" : "date", writing.Format, notes, []);
    }

    /// <summary>Whether a number of that name is how much or how many.</summary>
    public static bool IsMeasure(string name) => name.Split('_').Any(word => MoneyWords.Contains(word) || MeasureWords.Contains(word));

    static bool IsMoney(string name)
    {
        var words = name.Split('_');
        return words.Any(MoneyWords.Contains) && !words.Any(NoMoneyWords.Contains);
    }

    public static string Counted(long some, long all) => string.Create(CultureInfo.InvariantCulture, $"{some:N0} of {all:N0}");

    public static string Shortened(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return line.Length <= 30 ? line : $"{line[..30]}...";
    }

    [GeneratedRegex(@"\A\s*(?<day>[1-9][0-9]{3}(?<mark>[-/])(?:0?[1-9]|1[0-2])\k<mark>(?:0?[1-9]|[12][0-9]|3[01]))"
        + @"(?:[ T](?<time>(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?::[0-5]?[0-9](?:\.[0-9]{0,6}(?<more>[0-9]*))?)?)(?<zone>(?<=:[0-9.]+:[0-9.]+)(?:Z| ?UTC|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?))?)?\s*\z")]
    public static partial Regex IsoTime { get; }

    [GeneratedRegex(@"\A0?0:00(:00(\.0*)?)?\z")]
    static partial Regex Midnight { get; }

    [GeneratedRegex(@"(^|_)(date|day|datum|dt|ymd|birthday|dob|tag|fecha|jour)(_|$)")]
    static partial Regex DateWords { get; }

    [GeneratedRegex(@"(^|_)(time|timestamp|ts|epoch|at|created|updated|modified)(_|$)")]
    static partial Regex TimeWords { get; }
}
