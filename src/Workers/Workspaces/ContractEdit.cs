using System.Globalization;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Production.Sources.Proposals;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The text of a contract with drifts taken in: only what they are about is written anew, and comments stay where they are.</summary>
sealed class ContractEdit
{
    readonly string _text;
    readonly YamlMappingNode _root;
    readonly YamlMappingNode _columns;
    readonly IReadOnlyDictionary<int, int> _ends;
    readonly List<(int Start, int End, string Text)> _edits = [];

    readonly List<string> _added = [];

    // Several drifts may be of one column.
    readonly Dictionary<string, Dictionary<string, string>> _rewritten = new(StringComparer.Ordinal);

    ContractEdit(string text, YamlMappingNode root)
    {
        (_text, _root, _ends) = (text, root, EndsIn(text));
        _columns = (YamlMappingNode)root.Children[new YamlScalarNode("columns")];
    }

    /// <param name="text">Of the version in force, which the loader has taken.</param>
    /// <param name="version">The next one's number.</param>
    /// <param name="from">The first day that it is in force for.</param>
    /// <param name="changes">What is taken in.</param>
    /// <exception cref="NotSupportedException">The text is written in a way that only a person can change.</exception>
    public static string Next(string text, int version, DateOnly from, IReadOnlyList<ColumnDrift> changes)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var edit = new ContractEdit(text, (YamlMappingNode)stream.Documents[0].RootNode);
        edit.Number(version, from);

        // A column that can have its own name has it before another that would be called so.
        foreach (var change in changes.OrderBy(change => change.Kind is DriftKind.Added && ProposedName.Of(change.Column, "column") != change.Column))
        {
            edit.Take(change);
        }

        var next = edit._edits.OrderByDescending(one => one.Start).Aggregate(text, (all, one) => $"{all[..one.Start]}{one.Text}{all[one.End..]}");
        return changes.Where(change => change.Kind is DriftKind.Reordered).Aggregate(next, Moved);
    }

    void Number(int version, DateOnly from)
    {
        if (_root.Style is MappingStyle.Flow)
        {
            throw new NotSupportedException("It is written in braces.");
        }

        var number = Value(_root, "version")!;
        Replace(number, Invariant($"{version}"));
        if (Value(_root, "from") is { } day)
        {
            Replace(day, Invariant($"{from:yyyy-MM-dd}"));
        }
        else
        {
            var end = _text.IndexOf('\n', At(number.End)) is >= 0 and var line ? line + 1 : _text.Length;
            _edits.Add((end, end, $"{(end == _text.Length && !_text.EndsWith('\n') ? "\n" : "")}{Invariant($"from: {from:yyyy-MM-dd}")}\n"));
        }
    }

    void Take(ColumnDrift change)
    {
        switch (change.Kind)
        {
            case DriftKind.Added:
                Add(change);
                break;
            case DriftKind.Renamed:
                Rewrite(change.Column, column => column["from"] = $"[{string.Join(", ", NamesOf(change.Column).Prepend(change.Name!).Distinct().Select(ContractText.Plain))}]");
                break;
            case DriftKind.Removed:
                Rewrite(change.Column, column =>
                {
                    column["optional"] = "true";
                    column.Remove("nullable");
                    column.Remove("since");
                });
                break;
            case DriftKind.Nullable:
                Rewrite(change.Column, column => column.Remove("nullable"));
                break;
            case DriftKind.Retyped:
                Rewrite(change.Column, column =>
                {
                    column["type"] = change.After ?? "varchar";
                    column.Remove("format");
                });
                break;
            default:
                break;
        }
    }

    // Other files may still bear the names of before.
    IEnumerable<string> NamesOf(string column) => Value(_columns, column) is YamlMappingNode properties ? Value(properties, "from") switch
    {
        YamlSequenceNode names => names.Children.OfType<YamlScalarNode>().Select(name => name.Value!),
        YamlScalarNode { Value: { } name } => [name],
        _ => [],
    } : [];

    // Nobody has promised that it comes, and nobody reads it yet.
    void Add(ColumnDrift change)
    {
        HashSet<string> taken = [.. _columns.Children.Keys.Select(key => ((YamlScalarNode)key).Value!), .. _added];
        var name = ProposedName.Of(change.Column, "column");
        name = taken.Contains(name) ? Enumerable.Range(2, taken.Count + 1).Select(number => Invariant($"{name}_{number}")).First(other => !taken.Contains(other)) : name;
        _added.Add(name);
        Dictionary<string, string> column = new(StringComparer.Ordinal) { ["type"] = change.After ?? "varchar", ["optional"] = "true" };
        if (name != change.Column)
        {
            column["from"] = $"[{ContractText.Plain(change.Column)}]";
        }

        Block();
        var last = _columns.Children.Last();
        var end = _text.IndexOf('\n', EndOf(last.Value)) is >= 0 and var line ? line + 1 : _text.Length;
        var indent = new string(' ', (int)last.Key.Start.Column - 1);
        _edits.Add((end, end, $"{(_text.EndsWith('\n') || end < _text.Length ? "" : "\n")}{indent}{name}: {Written(column)}\n"));
    }

    void Rewrite(string name, Action<Dictionary<string, string>> change)
    {
        var value = Value(_columns, name) ?? throw new NotSupportedException($"The column '{name}' is not written in it.");
        if (!_rewritten.TryGetValue(name, out var column))
        {
            _rewritten[name] = column = Properties(name, value);
        }

        change(column);
        _edits.RemoveAll(known => known.Start == At(value.Start));
        _edits.Add((At(value.Start), EndOf(value), value is YamlMappingNode { Style: not MappingStyle.Flow } ? $"{Written(column)}\n" : Written(column)));
    }

    Dictionary<string, string> Properties(string name, YamlNode value)
    {
        Dictionary<string, string> column = new(StringComparer.Ordinal);
        if (value is YamlScalarNode { Value: { } scalar })
        {
            var isPromised = scalar.EndsWith(" not null", StringComparison.Ordinal);
            column["type"] = isPromised ? scalar[..^" not null".Length].TrimEnd() : scalar;
            if (isPromised)
            {
                column["nullable"] = "false";
            }
        }
        else
        {
            foreach (var (key, property) in ((YamlMappingNode)value).Children)
            {
                var written = property is YamlScalarNode plain && key is YamlScalarNode { Value: "type" } ? plain.Value! : _text[At(property.Start)..EndOf(property)].TrimEnd();
                column[((YamlScalarNode)key).Value!] = written.Contains('\n', StringComparison.Ordinal)
                    ? throw new NotSupportedException($"The column '{name}' is written over several lines.") : written;
            }
        }

        return column;
    }

    // The short form where it says all.
    static string Written(Dictionary<string, string> column)
    {
        var type = column["type"];
        if (column.Keys.All(key => key is "type" or "nullable"))
        {
            return column.GetValueOrDefault("nullable") is "false" ? $"{type} not null" : type;
        }

        var quoted = type.Contains(',', StringComparison.Ordinal) ? $"\"{type}\"" : type;
        return $"{{ type: {quoted}{string.Concat(column.Where(property => property.Key != "type").Select(property => $", {property.Key}: {property.Value}"))} }}";
    }

    /// <summary>With a column where the files have it.</summary>
    static string Moved(string text, ColumnDrift change)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var edit = new ContractEdit(text, (YamlMappingNode)stream.Documents[0].RootNode);
        edit.Block();
        var starts = edit._columns.Children.Keys.Select(key => WithComments(text, At(key.Start) - ((int)key.Start.Column - 1))).ToList();
        var names = edit._columns.Children.Keys.Select(key => ((YamlScalarNode)key).Value!).ToList();
        var lastEnd = text.IndexOf('\n', edit.EndOf(edit._columns.Children.Last().Value)) is >= 0 and var line ? line + 1 : text.Length;
        List<string> pieces = [.. starts.Select((start, at) => text[start..(at + 1 < starts.Count ? starts[at + 1] : lastEnd)])];
        var from = names.IndexOf(change.Column);
        var piece = pieces[from];
        pieces.RemoveAt(from);
        pieces.Insert(Math.Clamp(int.Parse(change.After!, CultureInfo.InvariantCulture) - 1, 0, pieces.Count), piece);
        return $"{text[..starts[0]]}{string.Concat(pieces)}{text[lastEnd..]}";
    }

    // The comment above a column is about it.
    static int WithComments(string text, int start)
    {
        while (start > 1 && text.LastIndexOf('\n', start - 2) is var end && text[(end + 1)..start].TrimStart().StartsWith('#'))
        {
            start = end + 1;
        }

        return start;
    }

    void Block()
    {
        if (_columns.Style is MappingStyle.Flow)
        {
            throw new NotSupportedException("Its columns are written on one line.");
        }
    }

    void Replace(YamlNode node, string text) => _edits.Add((At(node.Start), EndOf(node), text));

    static YamlNode? Value(YamlMappingNode block, string key) => block.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    static int At(Mark mark) => (int)mark.Index;

    // A node of a collection knows where it begins only; the parser sees both ends.
    int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Style: MappingStyle.Flow } or YamlSequenceNode { Style: SequenceStyle.Flow } => _ends[At(node.Start)],
        YamlMappingNode { Children.Count: > 0 } block => EndOf(block.Children.Last().Value),
        YamlSequenceNode { Children.Count: > 0 } list => EndOf(list.Children[^1]),
        _ => At(node.End),
    };

    /// <summary>Of each collection, where it begins and where it ends.</summary>
    static Dictionary<int, int> EndsIn(string text)
    {
        var parser = new Parser(new StringReader(text));
        Dictionary<int, int> ends = [];
        Stack<int> open = [];
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    open.Push(At(parser.Current.Start));
                    break;
                case MappingEnd or SequenceEnd:
                    // Of one in brackets it is at the one that closes it.
                    var end = At(parser.Current.Start);
                    ends[open.Pop()] = end < text.Length && text[end] is '}' or ']' ? end + 1 : end;
                    break;
                default:
                    break;
            }
        }

        return ends;
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
