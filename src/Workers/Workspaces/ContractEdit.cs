using System.Globalization;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Production.Sources.Proposals;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>The text of a contract with drifts taken in: only what they are about is written anew. Comments, quotes, the order, line ends and a byte order mark stay as they are.</summary>
sealed class ContractEdit
{
    const char ByteOrderMark = '\uFEFF';

    readonly string _text;
    readonly string _lineEnd;
    readonly YamlMappingNode _root;
    readonly YamlMappingNode _columns;
    readonly IReadOnlyDictionary<int, int> _ends;
    readonly List<(int Start, int End, string Text)> _edits = [];

    // Several drifts may be of one column.
    readonly Dictionary<string, ColumnEdit> _rewritten = new(StringComparer.Ordinal);

    ContractEdit(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        (_text, _root, _ends) = (text, (YamlMappingNode)stream.Documents[0].RootNode, EndsIn(text));
        _lineEnd = text.IndexOf('\n') is > 0 and var end && text[end - 1] == '\r' ? "\r\n" : "\n";
        _columns = (YamlMappingNode)_root.Children[new YamlScalarNode("columns")];
    }

    /// <summary>What becomes of a column's properties, null of those that go, and the names that come before those that it has.</summary>
    sealed record ColumnEdit(Dictionary<string, string?> Properties, List<string> Names);

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

        var edit = new ContractEdit(text);
        edit.Number(version, from);
        edit.Add([.. changes.Where(change => change.Kind is DriftKind.Added)]);
        foreach (var change in changes)
        {
            edit.Take(change);
        }

        foreach (var (name, column) in edit._rewritten)
        {
            edit.Rewrite(name, column);
        }

        var next = edit._edits.OrderByDescending(one => one.Start).Aggregate(text, (all, one) => $"{all[..one.Start]}{one.Text}{all[one.End..]}");
        ColumnDrift[] moved = [.. changes.Where(change => change.Kind is DriftKind.Reordered)];
        return moved.Length == 0 ? next : Moved(next, moved);
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
            InsertLines(number, [Invariant($"from: {from:yyyy-MM-dd}")]);
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
            _rewritten[column] = edit = new(new(StringComparer.Ordinal), []);
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

            added.Add($"{name}: {Braced(properties)}");
        }

        if (added.Count > 0)
        {
            Insert(_columns, _columns.Children.Last(), added);
        }
    }

    /// <summary>Puts entries into a mapping, behind one of its own.</summary>
    void Insert(YamlMappingNode mapping, KeyValuePair<YamlNode, YamlNode> behind, IReadOnlyList<string> entries)
    {
        if (mapping.Style is MappingStyle.Flow)
        {
            _edits.Add((EndOf(behind.Value), EndOf(behind.Value), string.Concat(entries.Select(entry => $", {entry}"))));
            return;
        }

        var indent = new string(' ', (int)behind.Key.Start.Column - 1);
        InsertLines(behind.Value, [.. entries.Select(entry => $"{indent}{entry}")]);
    }

    void InsertLines(YamlNode behind, IReadOnlyList<string> lines)
    {
        var end = LineAfter(EndOf(behind));
        _edits.Add((end, end, $"{(end > 0 && _text[end - 1] != '\n' ? _lineEnd : "")}{string.Concat(lines.Select(line => $"{line}{_lineEnd}"))}"));
    }

    void Rewrite(string name, ColumnEdit edit)
    {
        switch (Value(_columns, name))
        {
            case YamlScalarNode scalar:
                Rewrite(scalar, edit);
                break;
            case YamlMappingNode column:
                Rewrite(column, edit);
                break;
            default:
                throw new NotSupportedException($"The column '{name}' is not written in it.");
        }
    }

    // `type not null` says a type and a promise; the rest needs braces.
    void Rewrite(YamlScalarNode scalar, ColumnEdit edit)
    {
        const string promise = " not null";
        var isPromised = scalar.Value!.EndsWith(promise, StringComparison.Ordinal);
        var type = isPromised ? scalar.Value[..^promise.Length].TrimEnd() : scalar.Value;
        Dictionary<string, string?> column = new(StringComparer.Ordinal) { ["type"] = type, ["nullable"] = isPromised ? "false" : null };
        foreach (var (key, value) in edit.Properties)
        {
            column[key] = value;
        }

        if (edit.Names.Count > 0)
        {
            column["from"] = $"[{NamesOf(edit)}]";
        }

        List<(string Key, string Value)> properties = [.. column.Where(property => property.Value is not null).Select(property => (property.Key, property.Value!))];
        Replace(scalar, properties.TrueForAll(property => property.Key is "type" or "nullable")
            ? Quoted(scalar, $"{column["type"]}{(column["nullable"] is null ? "" : promise)}", _columns.Style is MappingStyle.Flow) : Braced(properties));
    }

    void Rewrite(YamlMappingNode column, ColumnEdit edit)
    {
        List<string> added = [];
        var isFlow = column.Style is MappingStyle.Flow;
        foreach (var (key, value) in edit.Properties)
        {
            switch (Value(column, key), value)
            {
                case (null, { } text):
                    added.Add($"{key}: {text}");
                    break;
                case (YamlScalarNode known, { } text):
                    Replace(known, Quoted(known, text, isFlow));
                    break;
                case ({ }, null):
                    Remove(column, key, edit);
                    break;
                default:
                    break;
            }
        }

        switch (Value(column, "from"))
        {
            case null when edit.Names.Count > 0:
                added.Add($"from: [{NamesOf(edit)}]");
                break;
            case YamlScalarNode name when edit.Names.Count > 0:
                Replace(name, $"[{NamesOf(edit)}, {_text[At(name.Start)..EndOf(name)]}]");
                break;
            case YamlSequenceNode { Style: SequenceStyle.Flow, Children: [var first, ..] } when edit.Names.Count > 0:
                _edits.Add((At(first.Start), At(first.Start), $"{NamesOf(edit)}, "));
                break;
            case YamlSequenceNode { Children: [var first, ..] }:
                var dash = _text[LineOf(first)..At(first.Start)];
                _edits.Add((LineOf(first), LineOf(first), string.Concat(edit.Names.Select(each => $"{dash}{ContractText.Plain(each)}{_lineEnd}"))));
                break;
            default:
                break;
        }

        if (added.Count > 0)
        {
            var type = new YamlScalarNode("type");
            Insert(column, isFlow ? column.Children.Last() : column.Children.Single(property => property.Key.Equals(type)), added);
        }
    }

    // Other files may still bear the names of before.
    static string NamesOf(ColumnEdit edit) => string.Join(", ", edit.Names.Distinct().Select(ContractText.Plain));

    void Remove(YamlMappingNode column, string key, ColumnEdit edit)
    {
        List<KeyValuePair<YamlNode, YamlNode>> properties = [.. column.Children];
        var at = properties.FindIndex(property => ((YamlScalarNode)property.Key).Value == key);
        var (name, value) = properties[at];
        var end = EndOf(value);
        if (column.Style is not MappingStyle.Flow)
        {
            _edits.Add((LineOf(name), LineAfter(end), ""));
        }
        else if (string.IsNullOrWhiteSpace(_text[LineOf(name)..At(name.Start)]))
        {
            // What stands before it may end in a comment.
            var (start, after) = (At(name.Start), end < _text.Length && _text[end] == ',' ? end + 1 : end);
            var isAlone = string.IsNullOrWhiteSpace(_text[after..LineAfter(after)]);
            _edits.Add(isAlone ? (LineOf(name), LineAfter(after), "") : (start, after, ""));
        }
        else
        {
            var isFirst = properties[..at].TrueForAll(before => edit.Properties.TryGetValue(((YamlScalarNode)before.Key).Value!, out var kept) && kept is null);
            _edits.Add(isFirst && at + 1 < properties.Count ? (At(name.Start), At(properties[at + 1].Key.Start), "") : (EndOf(properties[at - 1].Value), end, ""));
        }
    }

    static string Braced(IEnumerable<(string Key, string Value)> properties)
    {
        return $"{{ {string.Join(", ", properties.Select(property => $"{property.Key}: {Of(property.Key, property.Value)}"))} }}";

        static string Of(string key, string value) => key is "type" && value.Contains(',', StringComparison.Ordinal) ? $"\"{value}\"" : value;
    }

    static string Quoted(YamlScalarNode before, string text, bool isFlow) => before.Style switch
    {
        ScalarStyle.SingleQuoted => $"'{text}'",
        ScalarStyle.DoubleQuoted => $"\"{text}\"",
        _ when isFlow && text.Contains(',', StringComparison.Ordinal) => $"\"{text}\"",
        _ => text,
    };

    /// <summary>With columns where the files have them.</summary>
    static string Moved(string text, IReadOnlyList<ColumnDrift> changes)
    {
        var isWhole = text.EndsWith('\n');
        var edit = new ContractEdit(isWhole ? text : $"{text}\n");
        if (edit._columns.Style is MappingStyle.Flow)
        {
            throw new NotSupportedException("Its columns are written in braces.");
        }

        text = edit._text;
        var columns = edit._columns.Children.ToList();
        var starts = columns.Select(column => WithComments(text, edit.LineOf(column.Key))).ToList();
        var lastEnd = edit.LineAfter(edit.EndOf(columns[^1].Value));
        var pieces = columns.Select((column, at) => (
            Name: ((YamlScalarNode)column.Key).Value!, IsInFile: column.Value is not YamlMappingNode properties || Value(properties, "folder") is null,
            Text: text[starts[at]..(at + 1 < starts.Count ? starts[at + 1] : lastEnd)])).ToList();
        var moved = changes.Select(change => (Piece: pieces.Single(piece => piece.Name == change.Column), To: int.Parse(change.After!, CultureInfo.InvariantCulture))).OrderBy(one => one.To).ToList();
        pieces.RemoveAll(piece => moved.Exists(one => one.Piece == piece));
        foreach (var (piece, to) in moved)
        {
            // Where its folder says a value, a column has no place.
            var inFiles = pieces.Index().Where(other => other.Item.IsInFile).ToList();
            pieces.Insert(to <= inFiles.Count ? inFiles[to - 1].Index : pieces.Count, piece);
        }

        var next = $"{text[..starts[0]]}{string.Concat(pieces.Select(piece => piece.Text))}{text[lastEnd..]}";
        return isWhole ? next : next.TrimEnd('\r', '\n');
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

    void Replace(YamlNode node, string text) => _edits.Add((At(node.Start), EndOf(node), text));

    static YamlNode? Value(YamlMappingNode block, string key) => block.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    int LineOf(YamlNode node) => _text.LastIndexOf('\n', At(node.Start)) + 1;

    int LineAfter(int at) => _text.IndexOf('\n', at) is >= 0 and var line ? line + 1 : _text.Length;

    static int At(Mark mark) => (int)mark.Index;

    // A node of a collection knows where it begins only; the parser sees both ends.
    int EndOf(YamlNode node) => node switch
    {
        YamlMappingNode { Style: MappingStyle.Flow } or YamlSequenceNode { Style: SequenceStyle.Flow } => _ends[At(node.Start)],
        YamlMappingNode { Children.Count: > 0 } block => EndOf(block.Children.Last().Value),
        YamlSequenceNode { Children.Count: > 0 } list => EndOf(list.Children[^1]),
        _ => At(node.Start) + _text[At(node.Start)..At(node.End)].TrimEnd().Length,
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
