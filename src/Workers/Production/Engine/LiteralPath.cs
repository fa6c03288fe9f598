using System.Text.RegularExpressions;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>
/// A path as DuckDB's reading functions take it for exactly one file (domain.md 2.7b): `[`, `*` and `?` in a name, or in a folder above it, would be
/// expanded, so that `x[1].csv` reads `x1.csv` and never itself. Where a file is written nothing is expanded.
/// </summary>
static partial class LiteralPath
{
    public static string Of(string path) => Expanded.Replace(path, "[$0]");

    public static string Text(string path) => Sql.Text(Of(path));

    [GeneratedRegex(@"[\[*?]")]
    static partial Regex Expanded { get; }
}
