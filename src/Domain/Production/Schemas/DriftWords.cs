using EventedPipelines.Domain.Kernel.Notifications;

namespace EventedPipelines.Domain.Production.Schemas;

/// <summary>A drift as people are told of it.</summary>
public static class DriftWords
{
    public static string Of(ColumnDrift change) => change.Kind switch
    {
        DriftKind.Added => $"There is a new column '{change.Column}'{Typed(change.After)}.",
        DriftKind.Removed => $"The column '{change.Column}' is missing.",
        DriftKind.Renamed => $"The column '{change.Column}' seems to be called '{change.Name}' now: {change.Reason}",
        DriftKind.Retyped => $"The values of the column '{change.Column}' are no {change.Before} any more{(change.After is null || change.After == change.Before ? "" : $", but {change.After}")}.",
        DriftKind.Nullable => $"Values of the column '{change.Column}' lack, which the contract promises.",
        _ => $"The column '{change.Column}' stands in place {change.After}, and not in {change.Before}.",
    };

    /// <summary>Who breaks with it, and with what; and who does not.</summary>
    public static string Of(DriftKind kind, IReadOnlyList<DriftReader> readers)
    {
        var breaking = readers.Where(reader => reader.Breaks).Select(reader => $"{reader.Pipeline}{Parts(reader)}").ToList();
        var others = readers.Where(reader => !reader.Breaks).Select(reader => reader.Pipeline).ToList();
        return (breaking, others) switch
        {
            ([], []) => "No pipeline reads it.",
            ([], _) when ColumnDrift.Refuses(kind) => $"No SQL reads it, but a file is refused whole, so that {string.Join(", ", others)} {(others.Count == 1 ? "waits" : "wait")} all the same.",
            ([], _) => $"It breaks nothing: {string.Join(", ", others)} {(others.Count == 1 ? "does" : "do")} not read it.",
            (_, []) => $"It breaks {string.Join("; ", breaking)}.",
            _ when ColumnDrift.Refuses(kind) =>
                $"It breaks {string.Join("; ", breaking)}. It does not break {string.Join(", ", others)}, which {(others.Count == 1 ? "waits" : "wait")} all the same: a file is refused whole.",
            _ => $"It breaks {string.Join("; ", breaking)}. It does not break {string.Join(", ", others)}.",
        };
    }

    /// <summary>All that was seen at once of a source, as one notice.</summary>
    /// <param name="drifts">In order.</param>
    /// <param name="because">The event.</param>
    /// <param name="isInstead">Whether it goes to others, since the source's owner is nobody whom a notice finds.</param>
    public static Notice Notice(IReadOnlyList<SchemaDrifted> drifts, string because, bool isInstead)
    {
        var first = drifts[0];
        var breaks = drifts.Any(drift => drift.Readers.Any(reader => reader.Breaks));
        var said = drifts.Select(drift => $"{Of(drift.Change)} {Of(drift.Change.Kind, drift.Readers)}");
        return new(
            first.SchemaId, $"drift {first.DriftId} of {first.Period}", NotificationKind.SchemaDrift, breaks ? Severity.Warning : Severity.Info,
            first.Readers.FirstOrDefault(reader => reader.Breaks)?.Area, null, null,
            $"{first.Source} of {first.Period} comes otherwise than its contract says",
            $"{string.Join(" ", said)} First seen in {first.File}. "
            + (isInstead && first.Owner is { } owner ? $"It is owned by '{owner}', whom no notice finds from here: pass it on. " : "")
            + $"If the source is so from now on, './run sources approve {first.Source} <drift>' writes the contract's next version; './run sources drifts {first.Source}' lists them.",
            first.Simulated, because);
    }

    static string Parts(DriftReader reader)
    {
        string[] parts = [.. Some("model", reader.Models), .. Some("table", reader.Targets), .. Some("metric", reader.Metrics), .. Some("check", reader.Checks)];
        return parts.Length == 0 ? "" : $" ({string.Join("; ", parts)})";
    }

    static IEnumerable<string> Some(string what, IReadOnlyList<string> names) => names.Count == 0 ? [] : [$"{what}{(names.Count == 1 ? "" : "s")} {string.Join(", ", names)}"];

    static string Typed(string? type) => type is null ? "" : $" ({type})";
}
