using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>One row of JSON as the texts of the contract's columns, by any of their names. A number keeps its digits: it never becomes a float.</summary>
sealed class JsonLine(Contract contract, string word)
{
    readonly string?[] _texts = new string?[contract.Columns.Count];
    readonly string?[] _names = new string?[contract.Columns.Count];
    readonly ColumnNames _known = new(contract, isHeadless: false);
    readonly Dictionary<Column, int> _positions = contract.Columns.Index().ToDictionary(column => column.Item, column => column.Index);

    public IReadOnlyList<string?> Texts => _texts;

    /// <summary>By which name each column stands in the row; null where it does not.</summary>
    public IReadOnlyList<string?> Names => _names;

    /// <summary>The names seen in any row.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>How many of them the contract does not know.</summary>
    public int UnknownSeen { get; private set; }

    /// <summary>Takes the texts from a row; says what is wrong with it where something is. <paramref name="isJson"/> tells a cut line from an odd one.</summary>
    public (string? Column, string? Value, string Reason)? Read(ReadOnlySpan<byte> line, out bool isJson)
    {
        Array.Clear(_texts);
        Array.Clear(_names);
        isJson = true;
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                isJson = !reader.Read();
                return (null, null, $"The {word} is no JSON object.");
            }

            (string?, string?, string)? wrong = null;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!.Trim();
                if (Seen.Add(name) && _known.Find(name) is null)
                {
                    UnknownSeen++;
                }

                reader.Read();
                wrong ??= Take(name, ref reader, line);
                reader.Skip();
            }

            reader.Read();
            return wrong;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            isJson = false;
            return (null, null, $"The {word} is no JSON object.");
        }
    }

    (string?, string?, string)? Take(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (_known.Find(name) is not var (column, isLast) || (_names[_positions[column]] is { } better && isLast && better != name))
        {
            return null;
        }

        var at = _positions[column];
        if (_names[at] is { } before && !_known.Find(before)!.Value.IsLast | before == name)
        {
            return (column.Name, null, before == name ? $"The key '{name}' stands twice in the object." : $"The object has '{before}' and '{name}', and both are names of this column.");
        }

        _names[at] = name;
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType is JsonTokenType.StartObject ? "an object" : "an array";
            reader.Skip();
            return (column.Name, Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]), $"not one value but {kind}");
        }

        if (text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return (column.Name, null, $"The value of '{name}' holds a zero character.");
        }

        _texts[at] = text;
        return null;
    }
}
