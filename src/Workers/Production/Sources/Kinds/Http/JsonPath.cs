using System.Text;
using System.Text.Json;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>A value in JSON, as the bytes it is written in: a number keeps its digits.</summary>
/// <param name="Type">What it begins with.</param>
/// <param name="Bytes">Where it stands.</param>
readonly record struct JsonPlace(JsonTokenType Type, Range Bytes)
{
    /// <summary>A text or a number; null for null, false and an empty text, by which APIs say that there is none.</summary>
    public string? TextIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json[Bytes]);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => JsonPath.Text(ref reader) is { Length: > 0 } text ? text : null,
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
    }

    public bool IsTextIn(ReadOnlySpan<byte> json) => Type is JsonTokenType.Null or JsonTokenType.False || Type is JsonTokenType.String or JsonTokenType.Number && !json[Bytes].IsEmpty;
}

/// <summary>
/// Names with dots between them. A name that has dots of its own, such as OData's `@odata.nextLink`, is found as it stands.
/// </summary>
static class JsonPath
{
    /// <summary>The first value at the path; null where there is none.</summary>
    /// <param name="json">Valid UTF-8.</param>
    /// <param name="path">Empty or null for the whole.</param>
    /// <exception cref="JsonException">It is no JSON up to there.</exception>
    public static JsonPlace? Find(ReadOnlySpan<byte> json, string? path)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return string.IsNullOrEmpty(path) ? Whole(ref reader) : In(ref reader, path);
    }

    /// <summary>The names of the object at the top.</summary>
    public static IReadOnlyList<string> Names(ReadOnlySpan<byte> json)
    {
        List<string> names = [];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.TokenType is not JsonTokenType.StartArray && reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            names.Add(Text(ref reader) ?? "?");
            reader.Skip();
        }

        return names;
    }

    /// <summary>Null where it is half of a character, as in "\ud800", which is JSON and no text.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static JsonPlace? In(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            reader.Read();
            if (name == path)
            {
                return Whole(ref reader);
            }

            if (name is not null && path.StartsWith($"{name}.", StringComparison.Ordinal) && In(ref reader, path[(name.Length + 1)..]) is { } found)
            {
                return found;
            }

            // What was looked into is behind it already.
            reader.Skip();
        }

        return null;
    }

    static JsonPlace Whole(ref Utf8JsonReader reader)
    {
        var (type, start) = (reader.TokenType, (int)reader.TokenStartIndex);
        reader.Skip();
        return new(type, start..(int)reader.BytesConsumed);
    }
}
