using System.Buffers.Text;
using System.Text.Json;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Where the next page of a list begins: the sort key of the last item, opaque to the client.</summary>
public static class Cursor
{
    public static string Encode<TKey>(TKey last) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(last));

    /// <summary>False when the text is no cursor of this list. No text is the first page.</summary>
    public static bool TryDecode<TKey>(string? cursor, out TKey? last)
        where TKey : class
    {
        last = null;
        if (cursor is null)
        {
            return true;
        }

        try
        {
            var key = Base64Url.DecodeFromChars(cursor);
            last = JsonSerializer.Deserialize<TKey>(key);
            return last is not null && key.AsSpan().IndexOf("\\u0000"u8) < 0;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }
}

/// <summary>A page of a list; <paramref name="Next"/> is the cursor of the page after it, null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Page
{
    public const int DefaultLimit = 50;
    public const int MostItems = 500;

    /// <summary>Of the rows that were read, one more than the limit tells that there is a next page.</summary>
    public static Page<T> Of<TRow, T>(IReadOnlyList<TRow> rows, int limit, Func<TRow, T> item, Func<TRow, string> cursorAfter) => new(
        [.. rows.Take(limit).Select(item)],
        rows.Count > limit ? cursorAfter(rows[limit - 1]) : null);
}
