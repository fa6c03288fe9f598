using System.Text.RegularExpressions;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>
/// Where files are, and the path of a source that finds them and those that come after them. <paramref name="Names"/> are theirs below <paramref name="Base"/>, in which they
/// lie; <paramref name="Folders"/> the keys of folders `key=value`, with what they say in each file.
/// </summary>
sealed partial record ProposedPath(string Base, IReadOnlyList<string> Names, string Path, Grain? Dated, IReadOnlyList<(string Key, IReadOnlyList<string?> Values)> Folders)
{
    /// <param name="files">Paths as they were given.</param>
    /// <param name="dataFolder">The workspace's, where there is one; null for the folder above the first `key=value`, or the file's.</param>
    public static ProposedPath Of(IReadOnlyList<string> files, string? dataFolder = null)
    {
        var full = files.Select(System.IO.Path.GetFullPath).ToList();
        var data = dataFolder is null ? null : System.IO.Path.GetFullPath(dataFolder).TrimEnd('/') + "/";
        var parts = full[0].Split('/');
        var hive = Array.FindIndex(parts, part => Partition.IsMatch(part));
        var top = data is not null && full.TrueForAll(file => file.StartsWith(data, StringComparison.Ordinal))
            ? data
            : string.Join('/', hive > 0 && hive < parts.Length - 1 ? parts[..Math.Max(1, hive - 1)] : parts[..^1]) + "/";
        while (!full.TrueForAll(file => file.StartsWith(top, StringComparison.Ordinal)))
        {
            top = top[..(top.LastIndexOf('/', top.Length - 2) + 1)];
        }

        List<string> names = [.. full.Select(file => file[top.Length..])];
        var keys = names[0].Split('/')[..^1].Where(part => Partition.IsMatch(part)).Select(part => part[..part.IndexOf('=', StringComparison.Ordinal)]).Distinct().ToList();
        var isHive = keys.Count > 0;
        var patterns = names.ConvertAll(name => Patterned(name, isHive));
        var path = patterns.Select(pattern => pattern.Split('/')).ToList() is var split && split.Select(pattern => pattern.Length).Distinct().Count() == 1
            ? string.Join('/', split[0].Select((part, at) => Common([.. split.Select(other => other[at]).Distinct()])))
            : patterns[0];
        var dates = string.Concat(SourcePaths.Date.Matches(path).Select(match => match.Groups[1].Value));
        Grain? dated = dates.Contains("dd", StringComparison.Ordinal) ? Grain.Day : dates.Length > 0 ? Grain.Month : null;
        return new(top, names, path, dated, [.. keys.Select(key => (key, (IReadOnlyList<string?>)names.ConvertAll(name => ValueOf(name, key))))]);
    }

    /// <summary>An id of the file's name, without what is a date or a number in it.</summary>
    public string Id
    {
        get
        {
            var isPart = Folders.Count > 0 && Names[0].Split('/') is { Length: > 1 };
            var name = isPart ? Names[0].Split('/').TakeWhile(part => !Partition.IsMatch(part)).LastOrDefault() ?? "" : Names[0].Split('/')[^1].Split('.')[0];
            var bare = Numbers.Replace(ProposedName.Of(name, ""), "").Trim('_');
            return Kernel.Yaml.Names.IsIdentifier(bare) ? bare : "files";
        }
    }

    static string? ValueOf(string name, string key)
    {
        var folder = name.Split('/')[..^1].LastOrDefault(part => part.StartsWith($"{key}=", StringComparison.Ordinal));
        var value = folder is null ? null : Uri.UnescapeDataString(folder[(key.Length + 1)..]);
        return value is SourceFile.NoPartition ? null : value;
    }

    static string Patterned(string name, bool isHive)
    {
        var parts = name.Split('/');
        var isByFolders = parts.Any(part => part.StartsWith("year=", StringComparison.Ordinal)) && parts.Any(part => part.StartsWith("month=", StringComparison.Ordinal) && part.Length == 8);
        return string.Join('/', parts.Select((part, at) => Sanitized(WithDate(part, isByFolders) is var dated && dated != part ? dated
            : Partition.IsMatch(part) && at < parts.Length - 1 ? $"{part[..part.IndexOf('=', StringComparison.Ordinal)]}=*"
            : isHive && at == parts.Length - 1 ? $"*{Ending.Match(part).Value}" : part)));
    }

    static string WithDate(string part, bool isByFolders)
    {
        if (isByFolders && FolderOfDate.Match(part) is { Success: true } folder)
        {
            return $"{folder.Groups[1].Value}={{date:{(folder.Groups[1].Value switch { "year" => "yyyy", "month" => "MM", _ => "dd" })}}}";
        }

        var day = Day.Replace(part, match => $"{{date:yyyy{match.Groups["mark"].Value}MM{match.Groups["mark"].Value}dd}}", 1);
        return day != part ? day : Month.Replace(part, match => $"{{date:yyyy{match.Groups["mark"].Value}MM}}", 1);
    }

    // What a path may not name is any one letter of it.
    static string Sanitized(string part)
    {
        var dated = SourcePaths.Date.Matches(part).ToList();
        var plain = string.Concat(part.Select((letter, at) => dated.Exists(date => at >= date.Index && at < date.Index + date.Length) || Allowed.IsMatch(letter.ToString()) ? letter : '?'));
        return plain is ['-' or '.' or '=' or '%' or ' ', ..] ? $"?{plain[1..]}" : plain;
    }

    static string Common(List<string> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var prefix = Shared(parts, from: 0, step: 1);
        var suffix = Shared([.. parts.Select(part => part[prefix.Length..])], from: -1, step: -1);

        // Half a date would be none.
        return prefix.Count(letter => letter == '{') == prefix.Count(letter => letter == '}') ? $"{prefix}*{suffix}" : $"*{Ending.Match(parts[0]).Value}";
    }

    static string Shared(List<string> parts, int from, int step)
    {
        var length = 0;
        while (parts.TrueForAll(part => length < part.Length) && parts.TrueForAll(part => At(part, length) == At(parts[0], length)))
        {
            length++;
        }

        return step > 0 ? parts[0][..length] : parts[0][^length..];

        char At(string part, int distance) => from == 0 ? part[distance] : part[part.Length - 1 - distance];
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*=")]
    static partial Regex Partition { get; }

    [GeneratedRegex(@"(?<!\d)(?:19|20)\d\d(?<mark>[-_.]?)(?:0[1-9]|1[0-2])\k<mark>(?:0[1-9]|[12]\d|3[01])(?!\d)")]
    static partial Regex Day { get; }

    [GeneratedRegex(@"(?<!\d)(?:19|20)\d\d(?<mark>[-_.]?)(?:0[1-9]|1[0-2])(?!\d)(?![-_.]\d)")]
    static partial Regex Month { get; }

    [GeneratedRegex(@"\A(year(?==\d{4}\z)|month(?==\d\d\z)|day(?==\d\d\z))=")]
    static partial Regex FolderOfDate { get; }

    [GeneratedRegex(@"(?:\.[A-Za-z]+){0,2}\z")]
    static partial Regex Ending { get; }

    [GeneratedRegex("[A-Za-z0-9_.=% *?-]")]
    static partial Regex Allowed { get; }

    [GeneratedRegex(@"(?:^|_)[0-9][0-9_]*(?=_|$)")]
    static partial Regex Numbers { get; }
}
