using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A row that cannot be taken apart, as a JSON text.</summary>
static class Raw
{
    const int Longest = 2_000;

    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlySpan<byte> row)
    {
        var text = Encoding.UTF8.GetString(row).TrimEnd('\r', '\n');
        return JsonSerializer.Serialize(text.Length <= Longest ? text : text[..Longest], Readable);
    }
}
