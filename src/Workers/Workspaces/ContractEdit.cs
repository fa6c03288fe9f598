using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Production.Sources.Proposals;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The text of a contract with drifts taken in: only what they are about is written anew. Comments, quotes, the order, line ends and a byte order mark stay as they are.</summary>
sealed class ContractEdit
{
    const char ByteOrderMark = '\uFEFF';

    readonly YamlMappingNode _root;
    readonly YamlMappingNode _columns;
    readonly YamlEdits _edits;
    readonly Dictionary<string, ColumnEdit> _rewritten = new(StringComparer.Ordinal);

    ContractEdit(YamlNodes yaml)
    {
        (_root, _edits) = (yaml.Root, new(yaml));
        _columns = (YamlMappingNode)YamlNodes.Value(_root, "columns")!;
    }

    /// <param name="text">Of the version that it follows, as it is in its file, which the loader has taken.</param>
    /// <param name="version">The next one's number.</param>
    /// <param name="from">The first day that it is in force for.</param>
    /// <param name="changes">What is taken in.</param>
    /// <exception cref="NotSupportedException">The text is written in a way that only a person can change.</exception>
    public static string Next(string text, int version, DateOnly from, IReadOnlyList<ColumnDrift> changes)
    {
        if (text.StartsWith(ByteOrderMark))
        {
            return $"{ByteOrderMark}{Next(text[1..], version, from, changes)}";
        }

        var edit = new ContractEdit(new(text));
        edit.Number(version, from);
        edit.Add([.. changes.Where(change => change.Kind is DriftKind.Added)]);
        foreach (var change in changes)
        {
            edit.Take(change);
        }

        foreach (var column in edit._rewritten.Values)
        {
            column.Write(edit._columns, edit._edits);
        }

        ColumnDrift[] moves = [.. changes.Where(change => change.Kind is DriftKind.Reordered)];
        return moves.Length == 0 ? edit._edits.Made() : MovedColumns.In(edit._edits.Made(), moves);
    }

    void Number(int version, DateOnly from)
    {
        if (_root.Style is MappingStyle.Flow)
        {
            throw new NotSupportedException("It is written in braces.");
        }

        var number = YamlNodes.Value(_root, "version")!;
        _edits.Replace(number, Invariant($"{version}"));
        if (YamlNodes.Value(_root, "from") is { } day)
        {
            _edits.Replace(day, Invariant($"{from:yyyy-MM-dd}"));
        }
        else
        {
            _edits.InsertLines(number, [Invariant($"from: {from:yyyy-MM-dd}")]);
        }
    }

    void Take(ColumnDrift change)
    {
        switch (change.Kind)
        {
            case DriftKind.Renamed:
                EditOf(change.Column).Names.Add(change.Name!);
                break;
            case DriftKind.Removed:
                Set(change.Column, ("optional", "true"), ("nullable", null), ("since", null));
                break;
            case DriftKind.Nullable:
                Set(change.Column, ("nullable", null));
                break;
            case DriftKind.Retyped:
                Set(change.Column, ("type", change.After ?? "varchar"), ("format", null));
                break;
            default:
                break;
        }
    }

    void Set(string column, params (string Key, string? Value)[] properties)
    {
        foreach (var (key, value) in properties)
        {
            EditOf(column).Properties[key] = value;
        }
    }

    ColumnEdit EditOf(string column)
    {
        if (!_rewritten.TryGetValue(column, out var edit))
        {
            _rewritten[column] = edit = new(column);
        }

        return edit;
    }

    // Nobody has promised that they come, and nobody reads them yet.
    void Add(IReadOnlyList<ColumnDrift> changes)
    {
        HashSet<string> taken = [.. _columns.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)];
        List<string> added = [];

        // A column that can have its own name has it before another that would be called so.
        foreach (var change in changes.OrderBy(change => ProposedName.Of(change.Column, "column") != change.Column))
        {
            var proposed = ProposedName.Of(change.Column, "column");
            var name = taken.Add(proposed) ? proposed : Enumerable.Range(2, taken.Count + 1).Select(number => Invariant($"{proposed}_{number}")).First(taken.Add);
            List<(string, string)> properties = [("type", change.After ?? "varchar"), ("optional", "true")];
            if (name != change.Column)
            {
                properties.Add(("from", $"[{ContractText.Plain(change.Column)}]"));
            }

            added.Add($"{name}: {ColumnEdit.Braced(properties)}");
        }

        if (added.Count > 0)
        {
            _edits.Insert(_columns, _columns.Children.Last(), added);
        }
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
