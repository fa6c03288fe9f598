using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The names in a file's header, and where the contract's columns stand among them. <paramref name="place"/> is where people find it.</summary>
sealed class FileHeader(IReadOnlyList<string> header, SourceFile file, string place)
{
    readonly ColumnNames _names = new(file.Contract, file.IsHeadless);

    /// <summary>
    /// The columns of the contract: <paramref name="found"/> makes one of a column and its position, the others are in a folder's name or may be missing.
    /// A missing one, or an unknown one that the contract refuses, is a permanent error that tells what is there.
    /// </summary>
    public IReadOnlyList<IFileColumn> Columns(Func<Column, int, IFileColumn> found)
    {
        if (file.Contract.Unknown is UnknownColumns.Refuse && header.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
        {
            throw Failure.Permanent(
                $"{place}, column '{unknown}'",
                $"The contract does not know the column, and refuses unknown ones; the file has {string.Join(", ", header)}.",
                $"Deliver the file without it, or add it to the contract '{file.Contract.Id}' (version {file.Contract.Version}), as a column or as a name in one's `from`.");
        }

        return [.. file.Contract.Columns.Index().Select(column => Of(column.Item, column.Index, found))];
    }

    IFileColumn Of(Column column, int number, Func<Column, int, IFileColumn> found) =>
        column.Folder is not null ? TypedColumn.OfFolder(column, number, file)
        : Position(column) is { } position ? found(column, position)
        : file.MayLack(column) ? new AbsentColumn(column)
        : throw Missing(column);

    /// <summary>Where a column stands; null where the file lacks it. Two places are a permanent error.</summary>
    public int? Position(Column column)
    {
        var named = header.Index().Select(name => (name.Index, name.Item, Known: _names.Find(name.Item))).Where(name => name.Known?.Column == column).ToList();
        var found = named.Where(name => name.Known is { IsLast: false }).ToList() is { Count: > 0 } first ? first : named;
        return found switch
        {
            [] => null,
            [var one] => one.Index,
            _ when found.DistinctBy(name => name.Item).Count() == 1 => throw Failure.Permanent(
                place, $"The column '{found[0].Item}' stands {found.Count} times in the header.", "Give each column a name of its own, and deliver the file again."),
            _ => throw Failure.Permanent(
                $"{place}, column '{column.Name}'",
                $"The header has '{found[0].Item}' and '{found[1].Item}', and both are names of this column.",
                $"Deliver the file with one of them, or take the other out of `from` in the contract '{file.Contract.Id}' (version {file.Contract.Version})."),
        };
    }

    public bool Has(Column column) => header.Any(name => _names.Find(name)?.Column == column);

    public StepFailedException Missing(Column column, string? why = null)
    {
        var near = Near(column);
        var names = column.From is null || file.IsHeadless ? "" : $" under each of its names ({string.Join(", ", _names.Of(column).Select(name => $"'{name}'"))})";
        return Failure.Permanent(
            $"{place}, column '{column.Name}'",
            $"The column is missing{names}{why}; the file has {string.Join(", ", header)}.{(near is null ? "" : $" '{near}' looks like its new name.")}",
            $"Deliver the file with the column, or change the contract '{file.Contract.Id}' (version {file.Contract.Version}) if this is how the source is from now on"
            + $"{(near is null ? "" : $", with {Sql.Text(near)} in the column's `from`")}.");
    }

    public static IEnumerable<string> Split(string line, char delimiter, string quote)
    {
        var mark = quote.Length == 0 ? '\0' : quote[0];
        var name = new List<char>();
        var isQuoted = false;
        foreach (var (sign, index) in line.Select((sign, index) => (sign, index)))
        {
            if (sign == mark)
            {
                var isDoubled = !isQuoted && index > 0 && line[index - 1] == mark;
                isQuoted = !isQuoted;
                if (isDoubled)
                {
                    name.Add(sign);
                }
            }
            else if (sign == delimiter && !isQuoted)
            {
                yield return new string([.. name]).Trim();
                name.Clear();
            }
            else
            {
                name.Add(sign);
            }
        }

        yield return new string([.. name]).Trim();
    }

    // What a folder says is not looked for in the file, and may well stand there, too.
    bool IsKnown(string name) => _names.Find(name) is not null || file.Contract.Columns.Any(column => column.Folder is not null && column.Name == name);

    /// <summary>The column that the missing one may have been renamed to: spelled nearly the same, or the only one that stands where it should be.</summary>
    string? Near(Column missing)
    {
        if (file.IsHeadless)
        {
            return null;
        }

        var unknown = header.Where(name => !IsKnown(name)).ToList();
        var spelled = _names.Of(missing)
            .SelectMany(known => unknown.Select(name => (Name: name, Distance: Distance(Letters(name), Letters(known)), Most: Math.Max(1, known.Length / 3))))
            .Where(name => name.Distance <= name.Most).OrderBy(name => name.Distance).FirstOrDefault().Name;
        if (spelled is not null)
        {
            return spelled;
        }

        var place = file.Contract.Columns.Index().First(column => column.Item == missing).Index;
        return header.Count == file.Contract.Columns.Count && unknown.Contains(header[place]) ? header[place] : null;
    }

    static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Levenshtein's distance.
    static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
