using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>What is unsure of the marks in a column's numbers: whether a sign is before decimal places or between thousands.</summary>
static partial class MarksGuess
{
    const int Decisive = 3;

    /// <summary>Null where nothing is.</summary>
    /// <param name="column">What was seen of it.</param>
    /// <param name="name">Its name in the contract.</param>
    /// <param name="type">That is proposed for it.</param>
    /// <param name="numbers">How the file is taken to write numbers.</param>
    /// <param name="columns">All of the file.</param>
    public static string? Of(SeenColumn column, string name, string type, NumberWriting numbers, IReadOnlyList<SeenColumn> columns)
    {
        var texts = column.Texts.Where(text => !TypeGuess.Tokens.Contains(text.Key)).OrderBy(text => text.Value.Row).Select(text => text.Key).ToList();
        if (texts.Count == 0 || !texts.TrueForAll(text => Marked.IsMatch(text)) || PersonalGuess.Of(column, name) is not null)
        {
            return null;
        }

        if (type is "varchar")
        {
            var (comma, point) = (texts.Find(text => MarkOf(text) is ','), texts.Find(text => MarkOf(text) is '.'));
            return comma is not null && point is not null ? $"two decimal marks, in {At(column, comma)} and in {At(column, point)}: kept as text, since a file has one"
                : (comma ?? point) is { } other && MarkOf(other) != numbers.Point ? $"a decimal '{MarkOf(other)}', as in {At(column, other)}, where the file's is a '{numbers.Point}': kept as text"
                : null;
        }

        // Elsewhere in the file the point may have shown itself to be one.
        return numbers == NumberWriting.Plain && texts.Find(text => text.Contains('.', StringComparison.Ordinal)) is { } first && texts.TrueForAll(text => Grouped.IsMatch(text))
            && !columns.Any(other => other.Texts.Keys.Any(text => Marked.IsMatch(text) && MarkOf(text) is '.'))
            ? $"{At(column, first)}: a decimal point, or thousands? If thousands, write `decimal: \",\"` and `thousands: \".\"`"
            : null;
    }

    /// <summary>The sign before the places; null where there is none, or it may as well be between thousands.</summary>
    static char? MarkOf(string text)
    {
        var at = text.LastIndexOfAny([',', '.']);
        return at < 0 ? null
            : text.AsSpan(0, at).IndexOfAny(',', '.') is >= 0 and var before ? text[before] == text[at] ? null : text[at]
            : text.Trim().Length - text.TrimStart().IndexOf(text[at], StringComparison.Ordinal) - 1 != Decisive || text.TrimStart('+', '-', ' ').StartsWith('0') ? text[at]
            : null;
    }

    static string At(SeenColumn column, string text) => string.Create(CultureInfo.InvariantCulture, $"'{TypeGuess.Shortened(text)}' in row {column.Texts[text].Row}");

    [GeneratedRegex(@"\A\s*[+-]?[0-9]*(?:[.,][0-9]*)*\s*\z")]
    static partial Regex Marked { get; }

    [GeneratedRegex(@"\A\s*[+-]?[0-9]{1,3}(?:\.[0-9]{3})?\s*\z")]
    static partial Regex Grouped { get; }
}
