using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Domain.Checks;

public enum CheckKind
{
    NotNull,
    NonNegative,
    Unique,
    Reconciliation,
    Schema,
    AcceptedValues,
    RowCount,
    Freshness,
    Custom,
    Anomaly,
    Duplicates,
    Completeness,
}

public enum CheckSeverity
{
    Info,
    Warn,
    Error,
    Critical,
}

/// <summary>What a failed check does: nothing, set the rows apart, publish as partial, or stop the run (domain.md 2.7).</summary>
public enum CheckAction
{
    Continue,
    Quarantine,
    Partial,
    Block,
}

public enum CheckOutcome
{
    Passed,
    Warned,
    Failed,
    Errored,
    NotEnoughHistory,
}

/// <summary>
/// A check of a source (<paramref name="Target"/> names it: an input check) or of a model (an output check).
/// <paramref name="Columns"/> are what the kind looks at. For a reconciliation, <paramref name="Total"/> is the aggregate over the
/// target and <paramref name="Against"/> the aggregate over the raw rows of a source.
/// </summary>
public sealed record CheckDefinition(
    string Id,
    int Version,
    CheckKind Kind,
    string Target,
    IReadOnlyList<string> Columns,
    CheckSeverity Severity,
    CheckAction Action,
    string? Total = null,
    ReconciledSource? Against = null,
    decimal Tolerance = 0)
{
    /// <summary>Of `accepted_values`: the values that the column may have.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Of `row_count`: how many rows there must be at least, and at most. Of `anomaly`: how many earlier intervals at least.</summary>
    public int? Least { get; init; }

    public int? Most { get; init; }

    /// <summary>Of `freshness`: how much older than the end of the interval the newest value may be.</summary>
    public TimeSpan? AtMost { get; init; }

    /// <summary>Of `custom`: a SELECT that gives the offending rows, or a predicate over the target's rows that marks them.</summary>
    public string? Sql { get; init; }

    public string? Where { get; init; }

    /// <summary>Of `anomaly`: the aggregate that is looked at, the column it is looked at for each value of, and how far back.</summary>
    public string? Value { get; init; }

    public string? By { get; init; }

    public Window? History { get; init; }

    /// <summary>Of `anomaly`: from which modified z-score on a value is an outlier.</summary>
    public decimal? Threshold { get; init; }
}

public sealed record ReconciledSource(string Source, string Total);
