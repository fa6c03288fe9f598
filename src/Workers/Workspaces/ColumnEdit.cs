using EventedPipelines.Workers.Production.Sources.Proposals;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>What becomes of a column that a contract has: of its properties, null of those that go, and the names that come before those that it has. Several drifts may be of one column.</summary>
sealed class ColumnEdit(string name)
{
    public Dictionary<string, string?> Properties { get; } = new(StringComparer.Ordinal);

    public List<string> Names { get; } = [];

    /// <summary>Why only a person can go on where the text lacks a column that files differ by.</summary>
    public static NotSupportedException NotWritten(string name) => new($"The column '{name}' is not written in it.");

    /// <summary>Properties as of a column that is written in one line.</summary>
    public static string Braced(IEnumerable<(string Key, string Value)> properties)
    {
        return $"{{ {string.Join(", ", properties.Select(property => $"{property.Key}: {Of(property.Key, property.Value)}"))} }}";

        static string Of(string key, string value) => key is "type" && value.Contains(',', StringComparison.Ordinal) ? $"\"{value}\"" : value;
    }

    /// <exception cref="NotSupportedException">There is no such column.</exception>
    public void Write(YamlMappingNode columns, YamlEdits edits)
    {
        switch (YamlNodes.Value(columns, name))
        {
            case YamlScalarNode scalar:
                WriteShort(scalar, columns.Style is MappingStyle.Flow, edits);
                break;
            case YamlMappingNode column:
                WriteProperties(column, edits);
                break;
            default:
                throw NotWritten(name);
        }
    }

    // `type not null` says a type and a promise; the rest needs braces.
    void WriteShort(YamlScalarNode scalar, bool isFlow, YamlEdits edits)
    {
        const string promise = " not null";
        var isPromised = scalar.Value!.EndsWith(promise, StringComparison.Ordinal);
        var type = isPromised ? scalar.Value[..^promise.Length].TrimEnd() : scalar.Value;
        Dictionary<string, string?> column = new(StringComparer.Ordinal) { ["type"] = type, ["nullable"] = isPromised ? "false" : null };
        foreach (var (key, value) in Properties)
        {
            column[key] = value;
        }

        if (Names.Count > 0)
        {
            column["from"] = $"[{NewNames()}]";
        }

        List<(string Key, string Value)> properties = [.. column.Where(property => property.Value is not null).Select(property => (property.Key, property.Value!))];
        edits.Replace(scalar, properties.TrueForAll(property => property.Key is "type" or "nullable")
            ? Quoted(scalar, $"{column["type"]}{(column["nullable"] is null ? "" : promise)}", isFlow) : Braced(properties));
    }

    void WriteProperties(YamlMappingNode column, YamlEdits edits)
    {
        List<string> added = [];
        var isFlow = column.Style is MappingStyle.Flow;
        foreach (var (key, value) in Properties)
        {
            switch (YamlNodes.Value(column, key), value)
            {
                case (null, { } text):
                    added.Add($"{key}: {text}");
                    break;
                case (YamlScalarNode known, { } text):
                    edits.Replace(known, Quoted(known, text, isFlow));
                    break;
                case ({ }, null):
                    Remove(column, key, edits);
                    break;
                default:
                    break;
            }
        }

        if (Names.Count > 0)
        {
            added.AddRange(Rename(column, edits));
        }

        if (added.Count > 0)
        {
            var type = new YamlScalarNode("type");
            edits.Insert(column, isFlow ? column.Children.Last() : column.Children.Single(property => property.Key.Equals(type)), added);
        }
    }

    /// <summary>Puts the new names before those that the column has; what it is to get where it has none.</summary>
    IEnumerable<string> Rename(YamlMappingNode column, YamlEdits edits)
    {
        switch (YamlNodes.Value(column, "from"))
        {
            case null:
                return [$"from: [{NewNames()}]"];
            case YamlScalarNode known:
                edits.Replace(known, $"[{NewNames()}, {edits.Yaml.Text[YamlNodes.At(known)..edits.Yaml.EndOf(known)]}]");
                break;
            case YamlSequenceNode { Style: SequenceStyle.Flow, Children: [var first, ..] }:
                edits.Replace(YamlNodes.At(first), YamlNodes.At(first), $"{NewNames()}, ");
                break;
            case YamlSequenceNode { Children: [var first, ..] }:
                var line = edits.Yaml.LineOf(first);
                var dash = edits.Yaml.Text[line..YamlNodes.At(first)];
                edits.Replace(line, line, string.Concat(Names.Select(each => $"{dash}{ContractText.Plain(each)}{edits.LineEnd}")));
                break;
            default:
                break;
        }

        return [];
    }

    // Other files may still bear the names of before.
    string NewNames() => string.Join(", ", Names.Distinct().Select(ContractText.Plain));

    void Remove(YamlMappingNode column, string key, YamlEdits edits)
    {
        var yaml = edits.Yaml;
        List<KeyValuePair<YamlNode, YamlNode>> properties = [.. column.Children];
        var at = properties.FindIndex(one => ((YamlScalarNode)one.Key).Value == key);
        var (property, value) = properties[at];
        var (start, end, line) = (YamlNodes.At(property), yaml.EndOf(value), yaml.LineOf(property));
        if (column.Style is not MappingStyle.Flow)
        {
            edits.Replace(line, yaml.LineAfter(end), "");
        }
        else if (string.IsNullOrWhiteSpace(yaml.Text[line..start]))
        {
            // What stands before it may end in a comment.
            var after = end < yaml.Text.Length && yaml.Text[end] == ',' ? end + 1 : end;
            var isAlone = string.IsNullOrWhiteSpace(yaml.Text[after..yaml.LineAfter(after)]);
            edits.Replace(isAlone ? line : start, isAlone ? yaml.LineAfter(after) : after, "");
        }
        else
        {
            var isFirst = properties[..at].TrueForAll(before => Properties.TryGetValue(((YamlScalarNode)before.Key).Value!, out var kept) && kept is null);
            var isToNext = isFirst && at + 1 < properties.Count;
            edits.Replace(isToNext ? start : yaml.EndOf(properties[at - 1].Value), isToNext ? YamlNodes.At(properties[at + 1].Key) : end, "");
        }
    }

    static string Quoted(YamlScalarNode before, string text, bool isFlow) => before.Style switch
    {
        ScalarStyle.SingleQuoted => $"'{text}'",
        ScalarStyle.DoubleQuoted => $"\"{text}\"",
        _ when isFlow && text.Contains(',', StringComparison.Ordinal) => $"\"{text}\"",
        _ => text,
    };
}
