using System.Globalization;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>That the columns of a contract can be told apart in its files, whether by their names or by their positions.</summary>
static class NamesInFiles
{
    public static void Check(YamlValue columns, IReadOnlyList<Column> read, CsvFormat? csv)
    {
        var isHeadless = csv is { Headless: true };
        var named = read.Where(column => column.Folder is null).Index()
            .SelectMany(
                column => column.Item.From ?? [isHeadless ? (column.Index + 1).ToString(CultureInfo.InvariantCulture) : column.Item.Name],
                (column, name) => (Column: column.Item.Name, Name: name))
            .ToList();
        foreach (var twice in named.GroupBy(column => column.Name, StringComparer.Ordinal).Where(name => name.Select(column => column.Column).Distinct().Count() > 1))
        {
            var two = twice.Select(column => column.Column).Distinct().Take(2).ToList();
            columns.Problem(
                $"The columns '{two[0]}' and '{two[1]}' are both '{twice.Key}' in files.",
                isHeadless ? "Without a header each column has a position of its own: its place in this list, or that of `from`." : "Give each a name of its own in `from`.");
        }

        if (isHeadless && named.Find(column => !IsPosition(column.Name)) is { Name: not null } wrong)
        {
            columns.Problem($"The column '{wrong.Column}' is '{wrong.Name}' in files, and they have no header.", "Give its position in `from`, counted from 1.");
        }
    }

    static bool IsPosition(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0;
}
