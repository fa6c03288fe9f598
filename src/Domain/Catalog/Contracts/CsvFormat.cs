using System.Text.Json.Serialization;

namespace EventedPipelines.Domain.Catalog.Contracts;

/// <summary>How CSV files are written. Delimiter and quote are one ASCII character each; with no quote, no value is quoted.</summary>
public sealed record CsvFormat(string Delimiter = ",", string Quote = "\"", TextEncoding Encoding = TextEncoding.Utf8)
{
    /// <summary>One ASCII character that makes the quote, delimiter, line end or escape behind it a character of the value; null where a quote in a value is doubled.</summary>
    public string? Escape { get; init; }

    /// <summary>The character before the decimal places of a number; null for a point.</summary>
    public string? DecimalMark { get; init; }

    /// <summary>The character that numbers may have between groups of three digits; null for none.</summary>
    public string? Thousands { get; init; }

    /// <summary>Texts that, quoted or not, stand for no value, as the empty one always does.</summary>
    public IReadOnlyList<string>? Nulls { get; init; }

    /// <summary>How many lines stand before the header.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Skip { get; init; }

    /// <summary>Whether there is no header: columns go by their position.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Headless { get; init; }

    /// <summary>What each of the lines after the last row starts with, in their order; an empty text for a line of any kind. Blank lines do not count.</summary>
    public IReadOnlyList<string>? Footer { get; init; }
}

public enum TextEncoding
{
    Utf8,
    Utf16,
    Latin1,
    Windows1252,
}
