using System.Text.Json;
using System.Text.Unicode;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Http;

/// <summary>Takes the rows out of a page of JSON, each as the bytes that it is written in: no number becomes a float, no text another.</summary>
static class JsonRows
{
    static readonly HashSet<string> Complaints = new(["error", "errors", "message", "detail", "title", "reason", "description", "error_description"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the rows of a page; gives how many there are.</summary>
    /// <param name="json">The page.</param>
    /// <param name="path">Where they stand.</param>
    /// <param name="place">How errors call the page.</param>
    /// <param name="excerpt">How it begins, without secrets.</param>
    /// <param name="rows">Where they go.</param>
    public static long Write(ReadOnlySpan<byte> json, string? path, string place, string excerpt, Stream rows)
    {
        PagedRows.BeginPage(rows);
        try
        {
            if (!Utf8.IsValid(json))
            {
                throw new JsonException("It is not UTF-8.");
            }

            Read(json);
            return JsonPath.Find(json, path) is { Type: JsonTokenType.StartArray } list
                ? Copy(json[list.Bytes], rows)
                : throw Failure.Permanent(place, $"There is no list at {(path is null ? "the top" : $"`{path}`")}; {Found(json, excerpt)}", "Correct `rows`: it is where the list stands, as names with dots between them.");
        }
        catch (JsonException error)
        {
            throw Failure.Transient(place, $"The answer is no whole JSON ({error.Message.Split(" Path:")[0]}){(IsOfRows(json) ? "" : $"; it begins with '{excerpt}'")}.",
                "It is tried again. If it keeps failing, ask whoever runs the API, or correct `format`.", error);
        }
    }

    // Rows may be of people, and what is said of them stays for ever; the bytes are kept beside.
    static bool IsOfRows(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    // To its end, so that one that is cut off is refused whole.
    static void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            // A look is all.
        }
    }

    static long Copy(ReadOnlySpan<byte> list, Stream rows)
    {
        var reader = new Utf8JsonReader(list);
        reader.Read();
        var count = 0L;
        for (; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; count++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            PagedRows.Write(rows, list[start..(int)reader.BytesConsumed]);
        }

        return count;
    }

    static string Found(ReadOnlySpan<byte> json, string excerpt) => JsonPath.Names(json) is { Count: > 0 } names ? $"there are {string.Join(", ", names)}{Complaint(json, excerpt)}." : "there are no names at all.";

    /// <summary>What the API says by the names that such words go by, which are not of anybody's data; as far as it stands in the excerpt, which has no secrets.</summary>
    static string Complaint(ReadOnlySpan<byte> json, string excerpt)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth <= 2 && Complaints.Contains(reader.GetString()!)
                && reader.Read() && reader.TokenType is JsonTokenType.String && reader.GetString() is { Length: > 0 } said
                && excerpt.Contains(said, StringComparison.Ordinal))
            {
                return $"; it says '{said}'";
            }
        }

        return "";
    }
}
