using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>A text with placeholders for a period (<see cref="Domain.Catalog.Sources.HttpOrigin"/>).</summary>
static partial class PeriodTemplate
{
    public const string Placeholders = "{first}, {last}, {next} (the day after the last), each also in a format such as {date:yyyy-MM-dd}, {first_at} and {next_at} (instants, also as {first_at:unix})";

    const string Day = "yyyy-MM-dd";
    const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The placeholders of a text that there are not. Where <paramref name="isJson"/>, braces are JSON's own.</summary>
    public static IEnumerable<string> Unknown(string text, bool isJson) =>
        isJson ? [] : Braces.Matches(text).Select(match => match.Value).Where(value => Known.Match(value) is not { Success: true });

    /// <summary>Whether what it says depends on the period.</summary>
    public static bool IsDated(string text) => Known.IsMatch(text);

    /// <param name="text">The template.</param>
    /// <param name="period">The period.</param>
    /// <param name="zone">In which its days begin.</param>
    /// <param name="encode">What becomes of each value where it stands.</param>
    public static string Fill(string text, DataInterval period, TimeZoneInfo zone, Func<string, string> encode) => Known.Replace(text, match => encode(match.Groups["name"].Value switch
    {
        "last" => Of(period.Last, match),
        "next" => Of(period.End, match),
        "first_at" => Of(period.OpensAt(zone), match),
        "next_at" => Of(period.ClosesAt(zone), match),
        _ => Of(period.First, match),
    }));

    static string Of(DateOnly day, Match match) => day.ToString(match.Groups["format"] is { Success: true, Value: var format } ? format : Day, CultureInfo.InvariantCulture);

    static string Of(DateTimeOffset instant, Match match) =>
        match.Groups["unix"].Success ? instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>date|first|last|next)(:(?<format>(yyyy|MM|dd)([-_./]?(yyyy|MM|dd))*))?\}|\{(?<name>first_at|next_at)(:(?<unix>unix))?\}")]
    static partial Regex Known { get; }

    [GeneratedRegex(@"\{[^{}]*\}?|\}")]
    static partial Regex Braces { get; }
}
