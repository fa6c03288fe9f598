using System.Text.RegularExpressions;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>How a column's dates or times are written, in the letters of strftime: those that DuckDB reads and writes alike, and enough of them to make a day.</summary>
static partial class WritingOfTimes
{
    public static string? Read(YamlValue value)
    {
        var format = value.Text();
        if (format is null)
        {
            return null;
        }

        var letters = Letter.Matches(format).Select(letter => letter.Value.TrimStart('%', '-')).ToList();
        if (letters.Find(letter => letter.Length != 1 || !"%dmyYHIMSfgpbBaAj".Contains(letter, StringComparison.Ordinal)) is { } unknown)
        {
            value.Problem($"`%{unknown}` in '{format}' is none of the letters that are read.", "Use %d %m %Y %y %b %B %a %A %j %H %I %M %S %f %g %p, %-d and the like without a leading zero, and any other text.");
        }
        else if (!letters.Exists(letter => letter is "Y" or "y") || !letters.Exists(letter => letter is "m" or "b" or "B" or "j"))
        {
            value.Problem($"'{format}' has no year or no month.", "Write how the whole date stands in the files, such as \"%d.%m.%Y\".");
        }
        else if (letters.Contains("I") != letters.Contains("p"))
        {
            value.Problem($"'{format}' has hours of half a day.", "Write %I and %p together, or %H.");
        }

        return format;
    }

    [GeneratedRegex("%-?.?", RegexOptions.Singleline)]
    static partial Regex Letter { get; }
}
