using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>
/// The columns of a contract or a target: `name: type`, `name: type not null` or `name: { type: ..., nullable: ..., money: ... }`, with
/// `personal`, `meaning`, `from`, `optional`, `since`, `format` and `folder` in a contract, `needs` in a target.
/// </summary>
static partial class ColumnReader
{
    const string Money = "decimal(19,4)";

    static readonly string[] Types = ["varchar", "boolean", "date", "timestamp", "smallint", "integer", "bigint", Money, "double"];

    /// <summary>The columns in the file's order, or null where one of them has a problem; those of a target where a scope is given.</summary>
    public static IReadOnlyList<Column>? Read(YamlValue? value, PipelineScope? target = null)
    {
        if (value?.Block("columns") is not { } block)
        {
            return null;
        }

        Column?[] columns = [.. block.Entries.Select(entry => Read(entry.Key, entry.Place, entry.Value, target))];
        if (columns.Length == 0)
        {
            value.Problem("`columns` is empty.", "Write one `name: type` line per column.");
        }

        return columns.Length > 0 && columns.All(column => column is not null) ? [.. columns.OfType<Column>()] : null;
    }

    static Column? Read(string name, Place place, YamlValue value, PipelineScope? target)
    {
        if (!Names.IsIdentifier(name))
        {
            value.ProblemAt(place, $"'{name}' is not a column name that SQL takes unquoted.", Names.IdentifierRemedy);
            return null;
        }

        if (value.IsText)
        {
            var text = value.Text() ?? "";
            var bare = NotNull.Replace(text, "");
            return Typed(name, bare, bare == text, isMoney: true, value);
        }

        if (value.Block("a column") is not { } block)
        {
            return null;
        }

        var type = block.Require("type");
        var nullable = block.Find("nullable")?.Flag() ?? true;
        var isMoney = block.Find("money")?.Flag() ?? true;
        var needs = target is not null && block.Find("needs") is { } sources ? Needs(sources, nullable, target) : null;
        var isPersonal = target is null && (block.Find("personal")?.Flag() ?? false);
        var format = target is null ? block.Find("format") : null;
        var inFiles = target is null ? InFiles(new(name, "", nullable), block) : new(name, "");
        var written = format is null ? null : WritingOfTimes.Read(format);
        if (target is null)
        {
            // For people: it changes nothing of how the column is read.
            block.Find("meaning")?.Text();
        }

        block.Close();
        if (type is null || Typed(name, type.Text() ?? "", nullable, isMoney, type) is not { } column)
        {
            return null;
        }

        if (written is not null && column.Type is not ("date" or "timestamp"))
        {
            format!.Problem($"Column '{name}' is no date and no time.", "Remove `format`: it says how dates and times are written.");
        }

        return inFiles with { Type = column.Type, Needs = needs, Personal = isPersonal, Format = written };
    }

    /// <summary>Where files have the column, and whether they may lack it.</summary>
    static Column InFiles(Column column, YamlBlock block)
    {
        var (from, optional, since, folder) = (block.Find("from"), block.Find("optional"), block.Find("since"), block.Find("folder"));
        column = column with
        {
            From = from is null ? null : from.IsText ? from.Text() is { } one ? [one] : null : [.. from.Items().Select(item => item.Text()).OfType<string>()],
            Optional = optional?.Flag() ?? false,
            Since = since?.Day(),
            Folder = folder?.Text(),
        };
        if (column is { Optional: true, Nullable: false })
        {
            optional!.Problem($"Column '{column.Name}' is null in a file that lacks it, and may not be null.", "Leave `nullable: false` out, or `optional`; one that files have from a day on says `since`.");
        }

        if (column is { Optional: true, Since: not null })
        {
            since!.Problem($"Column '{column.Name}' may be missing always, and only until a day.", "Leave `optional` or `since` out.");
        }

        if (column.Folder is not null && (column.From is not null || column.Optional || column.Since is not null))
        {
            folder!.Problem($"Column '{column.Name}' has the value of a folder, so that it is not looked for in files.", "Leave `from`, `optional` and `since` out, or `folder`.");
        }

        return column;
    }

    static List<string> Needs(YamlValue list, bool nullable, PipelineScope scope)
    {
        if (!nullable)
        {
            list.Problem("A column that needs a source is null while that source is not due.", "Write `nullable: true`, or leave `nullable` out.");
        }

        return [.. list.Items().Select(item => scope.Find(item, "source", readable => !readable.IsModel)?.Id).OfType<string>()];
    }

    static Column? Typed(string name, string text, bool nullable, bool isMoney, YamlValue value)
    {
        var type = Spaces.Replace(text.ToLowerInvariant(), "");
        if (type is "double" && isMoney)
        {
            // domain.md 2.10: nothing in the file tells a ratio from an amount, so a float has to say that it is no money.
            value.Problem(
                $"Column '{name}' is a binary float, which cannot hold money exactly.",
                $"Make it {Money}; if it is no money, write {{ type: double, money: false }}.");
            return null;
        }

        if (Types.Contains(type) || IsDecimal(type))
        {
            return new(name, type, nullable);
        }

        if (text.Length > 0)
        {
            var quotes = type.Contains('(') && !type.Contains(')') ? $"Inside {{ }} a type with a comma needs quotes: \"{Money}\". " : "";
            value.Problem($"Column '{name}': there is no type '{text}'.", quotes + Spelling.Advice(type, Types));
        }

        return null;
    }

    static bool IsDecimal(string type)
    {
        var match = Decimal.Match(type);
        return match.Success
            && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var width and >= 1 and <= 38
            && int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) <= width;
    }

    [GeneratedRegex(@"\s+not\s+null\z", RegexOptions.IgnoreCase)]
    static partial Regex NotNull { get; }

    [GeneratedRegex(@"\s")]
    static partial Regex Spaces { get; }

    [GeneratedRegex(@"\Adecimal\(([0-9]{1,2}),([0-9]{1,2})\)\z")]
    static partial Regex Decimal { get; }
}
