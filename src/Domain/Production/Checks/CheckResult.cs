using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Domain.Production.Checks;

/// <summary>
/// What one evaluation found (domain.md 2.7). <paramref name="OffendingRows"/> counts, <paramref name="OffendingFile"/> is the
/// SHA-256 of the Parquet file in the lake that holds the rows; the rows themselves never enter an event.
/// <paramref name="Kinds"/> counts the offending rows per kind, such as "null", "negative" or "refund". <paramref name="Detail"/> is for people: which dates are
/// missing, by what score a value is an outlier.
/// </summary>
public sealed record CheckResult(
    string Check,
    int Version,
    CheckKind Kind,
    string Target,
    CheckOutcome Outcome,
    CheckSeverity Severity,
    CheckAction Action,
    decimal? Actual,
    decimal? Expected,
    string Unit,
    long OffendingRows,
    string? OffendingFile,
    IReadOnlyDictionary<string, long> Kinds,
    string? Error,
    string? Detail = null)
{
    /// <summary>How many rows it looked at; null where it could not run, and in events from before it was said.</summary>
    public long? RowsLookedAt { get; init; }

    /// <summary>The delivery that it was found in, where that was asked once for all that read it; null where the run asked.</summary>
    public SourcePeriod? Delivery { get; init; }

    /// <summary>What the result means for its run. A check that cannot run counts as critical; one without enough history was not evaluated (domain.md 2.7).</summary>
    public CheckStanding Standing => (Outcome, Action) switch
    {
        (CheckOutcome.NotEnoughHistory, _) => CheckStanding.NotEvaluated,
        (CheckOutcome.Errored, _) => CheckStanding.Blocking,
        (CheckOutcome.Passed, _) => CheckStanding.Passed,
        (CheckOutcome.Failed, CheckAction.Block) => CheckStanding.Blocking,
        (CheckOutcome.Failed, CheckAction.Partial) => CheckStanding.Partial,
        _ => CheckStanding.Warning,
    };
}

/// <summary>What a check calls for: nothing, a warning on what is published, a partial publication, or the end of the run.</summary>
public enum CheckStanding
{
    NotEvaluated,
    Passed,
    Warning,
    Partial,
    Blocking,
}
