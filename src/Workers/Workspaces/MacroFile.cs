using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>A file of statements `create macro name(a, b) as ...`, apart by semicolons.</summary>
static partial class MacroFile
{
    const string Remedy = "Write `create macro name(a, b) as <expression>;`, or `as table <select>;` for one that gives rows.";

    /// <summary>Whether the file holds macros, and not the SELECT of a model.</summary>
    public static bool IsOne(string text) => Create.IsMatch(Masked(text));

    /// <summary>The macros, each with the place where its body begins.</summary>
    public static IEnumerable<(MacroDefinition Macro, Place Named, Place Body)> Read(string file, string text, ProblemList problems)
    {
        var masked = Masked(text);
        foreach (var (from, to) in Statements(masked))
        {
            Place At(int position) => new(file, 1 + text.AsSpan(0, position).Count('\n'));

            var head = Head.Match(masked, from, to - from);
            var name = head.Groups["name"];
            string[] parameters = [.. head.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries).Where(parameter => parameter.Length > 0)];
            if (!head.Success)
            {
                problems.Add(At(from), "This is no macro.", Remedy);
            }
            else if (parameters.FirstOrDefault(parameter => !Names.IsIdentifier(parameter)) is { } odd)
            {
                problems.Add(At(name.Index), $"'{odd}' is no name of a parameter.", $"{Names.IdentifierRemedy} Values unless given are for the caller to write.");
            }
            else if (parameters.Distinct(StringComparer.Ordinal).Count() < parameters.Length)
            {
                problems.Add(At(name.Index), $"Two parameters of '{name.Value}' have one name.", "Rename one of them.");
            }
            else
            {
                var begins = from + head.Length;
                begins += text.AsSpan(begins, to - begins).IndexOfAnyExcept(" \t\n");
                yield return (new(name.Value, parameters, text[begins..to].TrimEnd(), head.Groups["table"].Success), At(name.Index), At(begins));
            }
        }
    }

    // From the first word of each, to its semicolon.
    static IEnumerable<(int From, int To)> Statements(string masked)
    {
        for (var from = 0; from < masked.Length;)
        {
            var end = masked.IndexOf(';', from);
            var to = end < 0 ? masked.Length : end;
            var first = masked.AsSpan(from, to - from).IndexOfAnyExcept(" \t\n");
            if (first >= 0)
            {
                yield return (from + first, to);
            }

            from = to + 1;
        }
    }

    // Blank where comments, texts and quoted names are, so that what stands in them ends and begins nothing.
    static string Masked(string text) => Quoted.Replace(text, quoted => Regex.Replace(quoted.Value, @"[^\n]", quoted.Value[0] is '-' or '/' ? " " : "_"));

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|""(?:[^""]|"""")*""|\$\$.*?\$\$", RegexOptions.Singleline)]
    static partial Regex Quoted { get; }

    [GeneratedRegex(@"\A\s*create\b", RegexOptions.IgnoreCase)]
    static partial Regex Create { get; }

    [GeneratedRegex(@"\Gcreate\s+(or\s+replace\s+)?macro\s+(?<name>[a-z_][a-z0-9_]{0,62})\s*\((?<parameters>[^()]*)\)\s*as\b(\s+(?<table>table)\b)?(?=\s*\S)", RegexOptions.IgnoreCase)]
    static partial Regex Head { get; }
}
