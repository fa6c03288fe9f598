using System.Text;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>Names and texts as SQL writes them, for DuckDB and PostgreSQL alike.</summary>
static class Sql
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The 1-based line at a byte of the SQL in UTF-8, which is how DuckDB counts.</summary>
    public static int LineAt(string sql, long position)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        return 1 + bytes.AsSpan(0, (int)Math.Clamp(position, 0, bytes.Length)).Count((byte)'\n');
    }

    public static string List(IEnumerable<string> parts) => string.Join(", ", parts);
}
