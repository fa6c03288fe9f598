using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The other way round: of which day a file is, by its name. The names are those of <see cref="SourcePaths"/>.</summary>
public sealed partial class DeliveredNames
{
    readonly Regex _name;
    readonly string[] _formats;

    /// <param name="path">A source's path below the data folder, with `{date:format}` and globs.</param>
    public DeliveredNames(string path)
    {
        _formats = [.. SourcePaths.Date.Matches(path).Select(match => match.Groups[1].Value)];
        var pieces = SourcePaths.Date.Split(path).Select((piece, at) => at % 2 == 0 ? Literal(piece) : $"({Dated(piece)})");
        _name = new($@"\A{string.Concat(pieces)}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    /// <summary>Whether the file is one of the source's; <paramref name="day"/> is null where its name holds no date.</summary>
    public bool TryMatch(string name, out DateOnly? day)
    {
        day = null;
        var match = _name.Match(name);
        if (!match.Success || _formats.Length == 0)
        {
            return match.Success;
        }

        var parsed = _formats.Select(
            (format, at) => DateOnly.TryParseExact(match.Groups[at + 1].Value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : (DateOnly?)null).ToList();

        // A folder by the month, a name by the day: the date is the one whose names these are in every place.
        day = parsed.OfType<DateOnly>().Where(date => _formats.Select((format, at) => date.ToString(format, CultureInfo.InvariantCulture) == match.Groups[at + 1].Value).All(same => same))
            .Cast<DateOnly?>().FirstOrDefault();
        day ??= Together(match);
        return day is not null;
    }

    static string Literal(string text) => Regex.Escape(text).Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal);

    // As many digits as the format writes, so that a glob behind it takes none of them; a name of a month or day is as long as it is.
    static string Dated(string format) => Part.Replace(format, part => part.Value switch
    {
        "yyyy" or "yy" or "MM" or "dd" => $@"[0-9]{{{part.Length}}}",
        _ when char.IsAsciiLetter(part.Value[0]) => ".+?",
        _ => Regex.Escape(part.Value),
    });

    // Year, month and day each in a place of their own.
    DateOnly? Together(Match match) => DateOnly.TryParseExact(
        string.Join('|', Enumerable.Range(1, _formats.Length).Select(at => match.Groups[at].Value)), string.Join("'|'", _formats), CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    [GeneratedRegex(@"([A-Za-z])\1*|[^A-Za-z]+")]
    static partial Regex Part { get; }
}
