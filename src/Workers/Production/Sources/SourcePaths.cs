using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The files of a source below the data folder.</summary>
static partial class SourcePaths
{
    /// <summary>
    /// The names of the files for these days: `{date:format}`, with any format of .NET, as often as it stands in the path, is
    /// filled in for each day; a path without it is one file.
    /// </summary>
    public static IReadOnlyList<string> Of(SourceDefinition source, IEnumerable<DateOnly> days) =>
        [.. days.Select(day => Named(source, day)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The files there are of a name, below the data folder: itself, or where it has the globs `*` and `?` all that match, in ordinal order.
    /// A name that starts with a dot is matched by a dot only: deliveries under way are often hidden that way.
    /// </summary>
    public static IReadOnlyList<string> There(string dataFolder, string name)
    {
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return Path.Exists(Full(dataFolder, name)) ? [name] : [];
        }

        Full(dataFolder, name);
        IEnumerable<string> found = [""];
        var parts = name.Split('/');
        foreach (var (index, part) in parts.Index())
        {
            try
            {
                found = found.SelectMany(folder => Matches(dataFolder, folder, part, isLast: index == parts.Length - 1)).ToList();
            }
            catch (UnauthorizedAccessException error)
            {
                throw Failure.Permanent(name, "Its folder cannot be read: permission denied.", $"Let the user '{Environment.UserName}' read it.", error);
            }
            catch (IOException error)
            {
                throw Failure.Transient(name, $"Its folder cannot be read: {error.Message}", "It is tried again. If it keeps failing, look at the disk or the mount.", error);
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>The marker of a file: in the same folder, `{name}` in it standing for the file's name.</summary>
    public static string MarkerOf(string done, string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return file[..^name.Length] + done.Replace("{name}", name, StringComparison.Ordinal);
    }

    static IEnumerable<string> Matches(string dataFolder, string folder, string part, bool isLast)
    {
        var at = Path.Combine(dataFolder, folder);
        if (!Directory.Exists(at))
        {
            return [];
        }

        var names = isLast ? Directory.EnumerateFiles(at) : Directory.EnumerateDirectories(at);
        return names
            .Select(path => Path.GetFileName(path))
            .Where(name => FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false) && (name[0] != '.' || part[0] == '.'))
            .Select(name => folder.Length == 0 ? name : $"{folder}/{name}");
    }

    /// <summary>The full path of a file, which has to lie in the data folder.</summary>
    public static string Full(string dataFolder, string name)
    {
        var full = Path.GetFullPath(Path.Combine(dataFolder, name));
        return full.StartsWith(Path.GetFullPath(dataFolder).TrimEnd('/') + "/", StringComparison.Ordinal)
            ? full
            : throw Failure.Permanent(name, "The path leads out of the data folder.", "Give a path below it, without '..'.");
    }

    /// <summary>Whether a file is of one day, or of one of the source's periods; otherwise it may concern every interval.</summary>
    public static bool IsDated(SourceDefinition source) => Date.IsMatch(source.Path);

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

    /// <summary>`{date:format}` in a path; the group is the format.</summary>
    [GeneratedRegex(@"\{date:([^{}]*)\}")]
    public static partial Regex Date { get; }
}
