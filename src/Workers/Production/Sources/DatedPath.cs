using System.Text.RegularExpressions;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The path of a source below the data folder: plain, or with `{date:format}` where the format is made of yyyy, MM and dd, and with `*` and `?` as globs.</summary>
static partial class DatedPath
{
    /// <summary>Whether the path is dated; every mistake in it is a problem at the value.</summary>
    public static bool Check(YamlValue value, string path, Grain grain)
    {
        var formats = SourcePaths.Date.Matches(path).Select(match => match.Groups[1].Value).ToList();
        var rest = SourcePaths.Date.Replace(path, "0");
        if (!Plain.IsMatch(rest) || rest.Split('/').Any(part => part is "" or "." or ".."))
        {
            value.Problem(
                $"'{path}' is not a path below the data folder.",
                "Use letters, digits, '_', '-', '.', '=', '%', spaces and '/', `*` and `?` for any letters and any one, and `{date:yyyy-MM-dd}` for the day.");
        }

        if (rest.Contains("**", StringComparison.Ordinal))
        {
            value.Problem("`**` stands for nothing.", "`*` stands for any letters of one folder or file name; write one `*` for each folder.");
        }

        if (formats.FirstOrDefault(format => !Format.IsMatch(format)) is { } wrong)
        {
            value.Problem($"`{{date:{wrong}}}` is no date format.", "Use yyyy, MM and dd, with '-', '_' or '.' between them if you like.");
            return true;
        }

        var all = string.Concat(formats);
        string[] needed = grain is Grain.Day ? ["yyyy", "MM", "dd"] : ["yyyy", "MM"];
        if (formats.Count > 0 && needed.FirstOrDefault(part => !all.Contains(part, StringComparison.Ordinal)) is { } absent)
        {
            value.Problem(
                $"'{path}' is the same file for more than one {(grain is Grain.Day ? "day" : "month")}.",
                $"Put {absent} into its {{date:...}}, or use `split` instead.");
        }

        return formats.Count > 0;
    }

    [GeneratedRegex(@"\A(yyyy|MM|dd)([-_.]?(yyyy|MM|dd))*\z")]
    static partial Regex Format { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_*?][A-Za-z0-9_\-.=% /*?]*\z")]
    static partial Regex Plain { get; }
}
