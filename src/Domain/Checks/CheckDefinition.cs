namespace EventedPipelines.Domain.Checks;

public enum CheckKind
{
    NotNull,
    NonNegative,
    Unique,
    Reconciliation,
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
    decimal Tolerance = 0);

public sealed record ReconciledSource(string Source, string Total);
