using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// An error of DuckDB, taken apart: its type ("Binder", "Conversion", "Out of Memory"), its text, and the byte of the statement it
/// points at. It stays inside the data plane, which turns it into a <see cref="StepFailedException"/> with a place and a remedy.
/// </summary>
sealed class EngineException(string type, string detail, int? position, Exception cause) : Exception(detail, cause)
{
    const string FatalType = "FATAL";

    // What another attempt may not meet again; all else is in the SQL or the data (domain.md 2.6).
    static readonly string[] Passing = ["Out of Memory", "IO", "Connection", "HTTP", "INTERNAL", FatalType];

    public string Type { get; } = type;

    public string Detail { get; } = detail;

    public ErrorClass Class => Passing.Contains(Type, StringComparer.OrdinalIgnoreCase) ? ErrorClass.Transient : ErrorClass.Permanent;

    /// <summary>After a fatal error the whole instance refuses every statement.</summary>
    public bool IsFatal => string.Equals(Type, FatalType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The engines run with `errors_as_json`; a parser's error has its type in front of the JSON.</summary>
    public static EngineException From(DuckDBException error)
    {
        var start = error.Message.IndexOf('{', StringComparison.Ordinal);
        try
        {
            var json = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(start < 0 ? "{}" : error.Message[start..])!;
            return new(
                json.TryGetValue("exception_type", out var type) ? type.GetString()! : "",
                json.TryGetValue("exception_message", out var text) ? FirstLines(text.GetString()!) : error.Message,
                json.TryGetValue("position", out var at) && int.TryParse(at.GetString(), out var position) ? position : null,
                error);
        }
        catch (JsonException)
        {
            return new("", error.Message, null, error);
        }
    }

    /// <summary>The 1-based line of <paramref name="sql"/> that the error points at, where the statement had <paramref name="prefix"/> in front of it.</summary>
    public int? LineIn(string prefix, string sql)
    {
        var at = position - Encoding.UTF8.GetByteCount(prefix);
        return at >= 0 && at <= Encoding.UTF8.GetByteCount(sql) ? Sql.LineAt(sql, at.Value) : null;
    }

    // DuckDB appends advice on its own settings, which nobody can follow here.
    static string FirstLines(string text) => text.Split("\nPossible", 2)[0].Split("\n\n", 2)[0].Trim();
}
