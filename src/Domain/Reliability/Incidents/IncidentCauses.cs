using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Domain.Reliability.Incidents;

/// <summary>Which of a run's events a person has to know of (domain.md 3.1): none of a backfill's, whose progress tells what came of it (2.2).</summary>
public static class IncidentCauses
{
    /// <summary>Only where one of these is among them, a run's events have something to say of.</summary>
    public static readonly Type[] Events = [typeof(RunFailed), typeof(FallbackBegun)];

    /// <param name="events">The events just decided, in order.</param>
    /// <param name="run">The run before them.</param>
    /// <param name="now">The Clock's time.</param>
    public static IEnumerable<RaiseIncident> Of(IReadOnlyList<object> events, Run run, DateTimeOffset now)
    {
        for (var at = 0; at < events.Count && !run.IsOfHistory; at++)
        {
            var because = EventRef.Of(run.Id, run.Version + at + 1);
            if (events[at] switch
            {
                // What ends at its deadline is the verdict's to tell.
                RunFailed failed when !events.OfType<DeadlinePassed>().Any() => Failed(failed, events),
                FallbackBegun when run.Fallback is not null => Blocking(events) ?? Exhausted(events),
                _ => null,
            } is var (kind, subject, message, delivery))
            {
                yield return new(run.Pipeline, run.Area, run.DataInterval, new(kind, subject, message, run.Id, run.Generation, now, because), run.Simulated) { Subject = delivery };
            }
        }
    }

    /// <summary>A delivery that was fetched in vain holds up all that wait for it, each of which is named (domain.md 3.1); null where only history does.</summary>
    /// <param name="e">That its budget is spent.</param>
    /// <param name="delivery">Before it.</param>
    /// <param name="failure">What the last attempt met, in words; null where that is not known.</param>
    /// <param name="now">The Clock's time.</param>
    public static RaiseIncident? Of(DeliveryExhausted e, Delivery delivery, string? failure, DateTimeOffset now) =>
        InVain(delivery, e.Attempts, e.ExpectedFiles, e.Readers, e.Because, now, failure);

    /// <summary>The same of one whose budget was spent before these began to wait for it, and of which there is no open incident to widen.</summary>
    public static RaiseIncident? Of(IReadOnlyList<DeliveryAwaited> awaited, Delivery exhausted, DateTimeOffset now) =>
        InVain(exhausted, exhausted.Reingests, exhausted.Gap!.ExpectedFiles, [.. awaited.Select(e => e.Reader)], awaited[^1].Because, now);

    static RaiseIncident? InVain(
        Delivery delivery, int attempts, IReadOnlyList<string> expectedFiles, IReadOnlyList<DeliveryReader> readers, string because, DateTimeOffset now, string? failure = null)
    {
        DeliveryReader[] waiting = [.. readers.Where(reader => !reader.OfHistory).OrderBy(reader => reader.Area, StringComparer.Ordinal).ThenBy(reader => reader.Pipeline, StringComparer.Ordinal)];
        if (waiting is not [var first, ..])
        {
            return null;
        }

        var message = $"'{delivery.Source}' of {delivery.Period} has not arrived, also not after {attempts} attempts to fetch it: {string.Join(", ", expectedFiles)}.{(failure is null ? "" : $" The last attempt: {failure}")}";
        var cause = new IncidentCause(IncidentCauseKind.ReingestionExhausted, delivery.Source, message, first.RunId, null, now, because);
        return new(first.Pipeline, first.Area, first.Interval, cause, first.Simulated)
        {
            Subject = new(delivery.Source, delivery.Period),
            Affected = [.. waiting.Select(reader => new AffectedInterval(reader.Pipeline, reader.Area, reader.Interval)).Distinct()],
        };
    }

    static (IncidentCauseKind, string, string, SourcePeriod?)? Failed(RunFailed failed, IReadOnlyList<object> events) =>
        Blocking(events) ?? (failed.Error is { } error ? Given(error) : (IncidentCauseKind.RetriesExhausted, "run", failed.Reason, null));

    // In the middle of a fallback: the run goes on without what has failed.
    static (IncidentCauseKind, string, string, SourcePeriod?)? Exhausted(IReadOnlyList<object> events) =>
        events.OfType<AttemptFailed>().FirstOrDefault(e => e.NextDueAt is null) is { Error: var error } ? Given(error) : null;

    // What cannot be read is the source's fault, and all that read it say the same of it.
    static (IncidentCauseKind, string, string, SourcePeriod?) Given(StepError error) =>
        (error.IsDrift ? IncidentCauseKind.BreakingSchemaChange : IncidentCauseKind.RetriesExhausted, error.Delivery?.Source ?? error.Place, $"{error.Place}: {error.Message}", error.Delivery);

    static (IncidentCauseKind, string, string, SourcePeriod?)? Blocking(IReadOnlyList<object> events) =>
        events.OfType<CheckEvaluated>().FirstOrDefault(e => e.Result.Standing is CheckStanding.Blocking) is { Result: { } check }
            ? (IncidentCauseKind.BlockingCheck, check.Check,
                $"Check '{check.Check}' on {check.Target} blocks the run{(check.Error is { } error ? $": {error}" : FormattableString.Invariant($": {check.OffendingRows} rows offend."))}", check.Delivery)
            : null;
}
