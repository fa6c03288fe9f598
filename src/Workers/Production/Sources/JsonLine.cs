using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>One line of JSON Lines as the texts of the contract's columns. A number keeps its digits: it never becomes a float.</summary>
sealed class JsonLine(IReadOnlyList<Column> columns)
{
    readonly string?[] _texts = new string?[columns.Count];
    readonly bool[] _isSet = new bool[columns.Count];

    public IReadOnlyList<string?> Texts => _texts;

    /// <summary>The names seen in any line.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes the texts from a line; says what is wrong with it where something is. <paramref name="isJson"/> tells a cut line from an odd one.</summary>
    public (string? Column, string? Value, string Reason)? Read(ReadOnlySpan<byte> line, out bool isJson)
    {
        Array.Clear(_texts);
        Array.Clear(_isSet);
        isJson = true;
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                reader.Skip();
                isJson = !reader.Read();
                return (null, null, "The line is no JSON object.");
            }

            (string?, string?, string)? wrong = null;
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                Seen.Add(name);
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
            return (null, null, "The line is no JSON object.");
        }
    }

    (string?, string?, string)? Take(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        var at = columns.Index().FirstOrDefault(column => column.Item.Name == name, (-1, null!)).Index;
        if (at < 0)
        {
            return null;
        }

        if (_isSet[at])
        {
            return (name, null, $"The key '{name}' stands twice in the object.");
        }

        _isSet[at] = true;
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
            return (name, Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]), $"not one value but {kind}");
        }

        if (text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return (name, null, $"The value of '{name}' holds a zero character.");
        }

        _texts[at] = text;
        return null;
    }
}
