using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>The files of a source below the data folder.</summary>
static partial class SourcePaths
{
    /// <summary>
    /// The names of the files for these days: `{date:format}`, with any format of .NET, as often as it stands in the path, is
    /// filled in for each day; a path without it is one file.
    /// </summary>
    public static IReadOnlyList<string> Of(SourceDefinition source, IEnumerable<DateOnly> days) =>
        [.. days.Select(day => Named(source, day)).Distinct(StringComparer.Ordinal)];

    /// <summary>The full path of a file, which has to lie in the data folder.</summary>
    public static string Full(string dataFolder, string name)
    {
        var full = Path.GetFullPath(Path.Combine(dataFolder, name));
        return full.StartsWith(Path.GetFullPath(dataFolder).TrimEnd('/') + "/", StringComparison.Ordinal)
            ? full
            : throw Failure.Permanent(name, "The path leads out of the data folder.", "Give a path below it, without '..'.");
    }

    static string Named(SourceDefinition source, DateOnly day) => Date.Replace(source.Path, match =>
    {
        try
        {
            return day.ToString(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        catch (FormatException error)
        {
            throw Failure.Permanent($"source '{source.Id}'", $"`{match.Value}` in its path is no date format.", "Use yyyy, MM and dd.", error);
        }
    });

    [GeneratedRegex(@"\{date:([^{}]+)\}")]
    static partial Regex Date { get; }
}
