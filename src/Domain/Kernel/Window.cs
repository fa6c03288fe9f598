using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Domain.Kernel;

/// <summary>
/// How far back from an interval something reads (domain.md 2.4): `interval`, the model's own day or month; `trailing(P30D)`, so many
/// days, weeks, months or years that end with the interval; `history`, all there is up to it.
/// </summary>
[JsonConverter(typeof(WindowJson))]
public readonly partial record struct Window
{
    readonly string? _text;

    Window(string text) => _text = text;

    public static Window Interval { get; }

    public static Window History { get; } = new("history");

    public bool ReadsEarlier => _text is not null;

    public static bool TryParse(string? text, out Window window)
    {
        window = text is null or "interval" ? Interval : new(text);
        return text is "interval" or "history" || (text is not null && Trailing.IsMatch(text));
    }

    public static Window Parse(string text) =>
        TryParse(text, out var window) ? window : throw new FormatException($"'{text}' is neither interval nor history nor trailing(P30D).");

    /// <summary>The first day that a model of the grain reads in the interval; null for all there is.</summary>
    public DateOnly? From(DataInterval interval, Grain grain)
    {
        if (_text == History._text)
        {
            return null;
        }

        if (_text is null)
        {
            return grain is Grain.Month ? DataInterval.Month(interval.First).First : interval.First;
        }

        var match = Trailing.Match(_text);
        var count = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "D" => interval.End.AddDays(-count),
            "W" => interval.End.AddDays(-7 * count),
            "M" => interval.End.AddMonths(-count),
            _ => interval.End.AddYears(-count),
        };
    }

    public override string ToString() => _text ?? "interval";

    [GeneratedRegex(@"\Atrailing\(P([1-9][0-9]{0,3})([DWMY])\)\z")]
    static partial Regex Trailing { get; }
}

public sealed class WindowJson : JsonConverter<Window>
{
    public override Window Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Window.TryParse(reader.GetString(), out var window) ? window : throw new JsonException("Expected interval, history or trailing(P30D).");

    public override void Write(Utf8JsonWriter writer, Window value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
