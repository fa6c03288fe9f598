using System.Globalization;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// Makes a contract of what was seen, and makes it weaker by what the reader rejects until nothing is rejected. A column keeps the strongest type that holds all that is known of
/// it; one that no type holds is left out.
/// </summary>
sealed class ContractPlan(
    FileFormat format,
    CsvFormat? csv,
    string? rowsAt,
    IReadOnlyList<SeenColumn> columns,
    IReadOnlyList<ParquetFound>? parquet,
    IReadOnlyList<(SeenColumn Seen, string Key)> folders)
{
    // Fewer that are all different say nothing of a column that is not called a key.
    const int TellingRows = 20;

    readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    readonly HashSet<string> _mayLack = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _leftOut = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _why = new(StringComparer.Ordinal);
    readonly IReadOnlyList<string> _names = ProposedName.Unique([.. folders.Select(folder => ProposedName.Of(folder.Key, "folder")), .. columns.Select(NameOf)]);

    /// <summary>What is said of the file before anything else.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Said of keys of `csv`.</summary>
    public Dictionary<string, string> CsvNotes { get; } = new(StringComparer.Ordinal);

    /// <summary>How many of the files lack a column, by its name in files.</summary>
    public Dictionary<string, int> LackedBy { get; } = new(StringComparer.Ordinal);

    public ContractDraft Draft()
    {
        var named = columns.Zip(_names.Skip(folders.Count)).ToList();
        var numbers = format is FileFormat.Csv ? Numbers(columns) : NumberWriting.Plain;
        var guesses = named.ToDictionary(column => column.Second, column => Guess(column.First, column.Second, numbers), StringComparer.Ordinal);
        var nulls = guesses.Values.SelectMany(guess => guess.Nulls).Distinct(StringComparer.Ordinal).ToList();
        var taken = named.Where(column => WhyLeftOut(column.First, column.Second) is null).ToList();
        var key = taken.Where(column => IsKey(column.First, column.Second, guesses[column.Second])).OrderBy(column => KeyGuess.IsCalledKey(column.Second) ? 0 : 1).FirstOrDefault().Second;
        var described = csv is null ? null : csv with
        {
            DecimalMark = numbers.Point == '.' ? null : numbers.Point.ToString(),
            Thousands = numbers.Thousands?.ToString(),
            Nulls = nulls.Count == 0 ? null : nulls,
        };
        SayOfCsv(nulls, named, guesses, numbers);
        var marks = format is FileFormat.Parquet ? []
            : named.ToDictionary(column => column.Second, column => MarksGuess.Of(column.First, column.Second, guesses[column.Second].Type, numbers, columns), StringComparer.Ordinal);
        List<DraftColumn> drafts =
        [
            .. taken.Select(column => Of(column.First, column.Second, guesses[column.Second], key, nulls, marks.GetValueOrDefault(column.Second))),
            .. folders.Select((folder, at) => OfFolder(folder.Seen, folder.Key, _names[at])),
        ];
        var leftOut = named.Select(column => (column.First.Name, Why: WhyLeftOut(column.First, column.Second))).Where(column => column.Why is not null);
        var together = key is null ? KeyGuess.Of([.. taken.Where(column => MayBeOfKey(column.First, column.Second, guesses[column.Second]))]) : [];
        List<string> notes = [.. Notes, .. Whole(taken, key)];
        if (together.Count > 0)
        {
            notes.Add($"No column alone tells the {ContractText.Number(taken[0].First.Rows)} rows apart, and {string.Join(", ", together)} together do: a key? It is a guess by these rows.");
        }

        return new(format, described, rowsAt, drafts, key is null ? together : [key], notes, CsvNotes, [.. leftOut.Select(column => $"{column.Name}: left out, {column.Why}")]);
    }

    string? WhyLeftOut(SeenColumn column, string name) => _leftOut.TryGetValue(name, out var why) ? why
        : column.Nested > 0 ? $"an object or an array in {ContractText.Count(column.Nested, "row")}"
        : parquet is not null && Found(column).Guess() is (null, var note) ? note
        : null;

    /// <summary>Takes in what the reader said of rows, by the type that it read them by; false where that cannot be helped by another contract.</summary>
    public bool Weaken(string? name, string? value, string reason, long row, string? type)
    {
        var at = _names.TakeWhile(own => own != name).Count() is var before && before < _names.Count ? before - folders.Count : -1;
        if (name is null || at < 0)
        {
            return false;
        }

        if (reason.StartsWith("There is no value", StringComparison.Ordinal))
        {
            return _mayLack.Add(name);
        }

        var column = columns[at];
        var guess = Guess(column, name, format is FileFormat.Csv ? Numbers(columns) : NumberWriting.Plain);
        if (guess.Type is "varchar" && type is not "varchar" && value is not null)
        {
            // Another row of the same reading has shown it already.
            column.Found(value, row);
            return true;
        }

        if (format is FileFormat.Parquet || value is null || guess.Type is "varchar" || reason.StartsWith("not one value", StringComparison.Ordinal))
        {
            return _leftOut.TryAdd(name, Said(value, reason, row, name));
        }

        _why.TryAdd(name, Said(value, reason, row, name));
        column.Found(value, row);
        var after = Guess(column, name, format is FileFormat.Csv ? Numbers(columns) : NumberWriting.Plain);
        return (after.Type, after.Format, after.Nulls.Count) != (guess.Type, guess.Format, guess.Nulls.Count) || _texts.Add(name);
    }

    /// <summary>Takes in why the reader refused a file for a column: one that is missing there may be missing, any other is left out.</summary>
    public bool Refused(string name, string why, int files)
    {
        var at = _names.TakeWhile(own => own != name).Count() - folders.Count;
        return why.StartsWith("The column is missing", StringComparison.Ordinal) && at >= 0 ? files > 1 && LackedBy.TryAdd(columns[at].Name, 1) : _leftOut.TryAdd(name, why);
    }

    /// <summary>How numbers are written, where more columns are of numbers by that than by the plain way, and only one of decimal comma and thousands can be meant.</summary>
    public static NumberWriting Numbers(IReadOnlyList<SeenColumn> columns)
    {
        var texts = columns.Select(column => column.Texts.Keys.Where(text => !TypeGuess.Tokens.Contains(text)).ToList()).Where(texts => texts.Count > 0).ToList();
        var scores = NumberWriting.All.Select(writing => (Writing: writing, Score: texts.Count(column => column.TrueForAll(text => writing.Read(text) is not null)))).ToList();
        var best = scores.Where(score => score.Score == scores.Max(other => other.Score)).Select(score => score.Writing).ToList();
        return best.Contains(NumberWriting.Plain) || (best.Exists(writing => writing.Point == ',') && best.Exists(writing => writing.Thousands == ',')) ? NumberWriting.Plain : best[0];
    }

    TypeGuess Guess(SeenColumn column, string name, NumberWriting numbers)
    {
        if (parquet is not null)
        {
            var (type, note) = Found(column).Guess();
            return new(type ?? "", null, note is null ? [] : [note], []);
        }

        return _texts.Contains(name) ? new("varchar", null, [], []) : TypeGuess.Of(column, name, numbers, PersonalGuess.Of(column, name) is not null, hasTokens: format is FileFormat.Csv);
    }

    ParquetFound Found(SeenColumn column) => parquet!.First(found => found.Seen.Name == column.Name);

    DraftColumn Of(SeenColumn column, string name, TypeGuess guess, string? key, List<string> nulls, string? marks)
    {
        var lacking = column.Lacking + column.Texts.Where(text => nulls.Contains(text.Key)).Sum(text => text.Value.Count);
        var lackedBy = LackedBy.GetValueOrDefault(column.Name);
        List<string> notes =
        [
            .. name == key ? [$"unique in {ContractText.Number(column.Rows)} rows: a key?"] : Array.Empty<string>(),
            .. guess.Notes,
            .. marks is null ? Array.Empty<string>() : [marks],
            .. _why.TryGetValue(name, out var why) ? [why] : Array.Empty<string>(),
            .. PersonalGuess.Of(column, name) is { } looks ? [$"looks like {looks}: personal?"] : Array.Empty<string>(),
            .. lacking > 0 && lacking < column.Rows ? [$"lacks in {ContractText.Number(lacking)} of {ContractText.Number(column.Rows)} rows"] : Array.Empty<string>(),
            .. lackedBy > 0 ? [$"{ContractText.Number(lackedBy)} of the files looked at lack it: since a day? then `since`"] : Array.Empty<string>(),
        ];
        var from = csv is not { Headless: true } ? column.Name == name ? null : column.Name : _leftOut.Count == 0 ? null : column.Position.ToString(CultureInfo.InvariantCulture);
        var days = guess.Type is "date" or "timestamp" ? column.Texts.Keys.Select(text => DateWriting.DayOf(text, guess.Format)).OfType<DateOnly>().ToList() : [];
        var proposed = new Column(name, guess.Type, Nullable: name != key || _mayLack.Contains(name)) { From = from is null ? null : [from], Format = guess.Format, Optional = lackedBy > 0 };
        return new(proposed, notes, days.Count == 0 ? null : (days.Min(), days.Max()));
    }

    static DraftColumn OfFolder(SeenColumn seen, string key, string name)
    {
        var guess = TypeGuess.Of(seen, name, NumberWriting.Plain, hasTokens: false);
        return new(new(name, guess.Type) { Folder = key, Format = guess.Format }, guess.Notes);
    }

    void SayOfCsv(List<string> nulls, List<(SeenColumn First, string Second)> named, Dictionary<string, TypeGuess> guesses, NumberWriting numbers)
    {
        if (numbers != NumberWriting.Plain)
        {
            var example = named.SelectMany(column => column.First.Texts.Keys).FirstOrDefault(text => numbers.Read(text) is not null && NumberWriting.Plain.Read(text) is null);
            CsvNotes[numbers.Point == '.' ? "thousands" : "decimal"] = $"as in {example}";
        }

        var also = named.Where(column => guesses[column.Second].Type is "varchar" && column.First.Texts.Keys.Any(nulls.Contains)).Select(column => column.Second).ToList();
        if (also.Count > 0)
        {
            var tokens = nulls.Where(token => named.Exists(column => also.Contains(column.Second) && column.First.Texts.ContainsKey(token)));
            CsvNotes["nulls"] = $"no value in {string.Join(", ", also)} either, where {string.Join(", ", tokens)} may be a text";
        }
    }

    static IEnumerable<string> Whole(List<(SeenColumn First, string Second)> named, string? key)
    {
        var whole = named.Where(column => column.First is { Rows: > 1, Lacking: 0 } && column.Second != key).Select(column => column.Second).ToList();
        if (whole.Count > 0)
        {
            var isAll = whole.Count == named.Count - (key is null ? 0 : 1);
            yield return $"No value lacks in any of the {ContractText.Number(named[0].First.Rows)} rows{(isAll ? "" : $" of {string.Join(", ", whole)}")}: `not null`, where it is promised.";
        }
    }

    bool IsKey(SeenColumn column, string name, TypeGuess guess)
    {
        var mayBe = KeyGuess.IsCalledKey(name) || (column.Position == 1 && column.Rows >= TellingRows && PersonalGuess.Of(column, name) is null);
        var isOfKeys = guess is { Type: "varchar" or "integer" or "bigint" or "smallint" or "date", Nulls.Count: 0 }
            && column.Texts.Keys.All(text => text.Length is > 0 and <= 50 && !text.Contains(' ', StringComparison.Ordinal));
        return mayBe && isOfKeys && column.IsUnique && !_mayLack.Contains(name) && LackedBy.GetValueOrDefault(column.Name) == 0;
    }

    // Measures are together what no row has twice, and tell nothing apart.
    bool MayBeOfKey(SeenColumn column, string name, TypeGuess guess) =>
        guess is { Type: "varchar" or "integer" or "bigint" or "smallint" or "date" or "timestamp", Nulls.Count: 0 }
        && column is { Lacking: 0, Rows: > 0 } && column.Numbers.Count == column.Rows && !_mayLack.Contains(name) && LackedBy.GetValueOrDefault(column.Name) == 0
        && column.Texts.Keys.All(text => text.Length is > 0 and <= 50) && (guess.Type is not ("integer" or "bigint" or "smallint") || KeyGuess.IsCalledKey(name) || !TypeGuess.IsMeasure(name));

    string Said(string? value, string reason, long row, string name)
    {
        var column = columns[_names.Index().First(own => own.Item == name).Index - folders.Count];
        var hidden = value is null || PersonalGuess.Of(column, name) is not null;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(hidden ? "a value" : $"'{TypeGuess.Shortened(value!)}'")} in row {row}{(char.IsUpper(reason[0]) ? ": " : " is ")}{reason.TrimEnd('.')}");
    }

    static string NameOf(SeenColumn column) => ProposedName.Of(column.Name, $"column_{column.Position.ToString(CultureInfo.InvariantCulture)}");
}
