using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

/// <summary>
/// One SELECT in DuckDB's dialect over the sources and the models before it. With a target its rows are published. A model by the month in
/// a pipeline by the day runs in the run that closes the month, and reads the whole month (domain.md 2.4).
/// </summary>
/// <remarks><paramref name="Reads"/> says of a source or model how far back it is read; what is not in it is read for the interval.
/// A model that reads itself sees its rows of earlier intervals.</remarks>
public sealed partial record ModelDefinition(string Id, Grain Grain, string Sql, TargetDefinition? Target, IReadOnlyDictionary<string, Window>? Reads = null)
{
    /// <summary>The macros that it calls, also through others, each after those that it calls itself; null where it calls none.</summary>
    public IReadOnlyList<MacroDefinition>? Macros { get; init; }

    public Window WindowOf(string relation) => Reads?.GetValueOrDefault(relation) ?? Window.Interval;

    /// <summary>A relation of one row that every model may read: `first_day` and `last_day` of what it computes.</summary>
    public const string Period = "period";

    /// <summary>Whether the SQL or a macro of it names the relation outside of comments and texts; true also for a column of the same name.</summary>
    public bool Mentions(string relation) => Names(Sql, relation) || Macros?.Any(macro => Names(macro.Body, relation)) == true;

    /// <summary>The same of any SQL, such as that of a check.</summary>
    public static bool Names(string sql, string relation) => Regex.IsMatch(WithoutComments(sql), $@"\b{Regex.Escape(relation)}\b", RegexOptions.IgnoreCase);

    /// <summary>The SQL without its comments and texts.</summary>
    internal static string WithoutComments(string sql) => CommentOrText.Replace(sql, " ");

    /// <summary>Whether its rows are declared to have the columns of the other's; false where either declares none.</summary>
    public bool HasColumnsOf(ModelDefinition other) => Target is { } target && other.Target is { } wanted
        && target.Columns.Select(column => (column.Name, column.Type)).SequenceEqual(wanted.Columns.Select(column => (column.Name, column.Type)));

    /// <summary>Whether a column of its target cannot be computed without the source (domain.md 1.4).</summary>
    public bool Needs(string source) => Target?.Columns.Any(column => column.Needs?.Contains(source) == true) == true;

    /// <summary>Whether it runs in the interval: every one of its own grain, or the one that closes the month.</summary>
    public bool RunsIn(DataInterval interval) => Grain == interval.Grain || interval.End.Day == 1;

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", RegexOptions.Singleline)]
    static partial Regex CommentOrText { get; }
}

/// <summary>A table of the warehouse schema. The publication adds interval, run id, generation, completeness and warning to each row (domain.md 2.9).</summary>
public sealed record TargetDefinition(string Table, IReadOnlyList<Column> Columns, IReadOnlyList<string> Key);
