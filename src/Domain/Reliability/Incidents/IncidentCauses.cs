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
    public static IEnumerable<IncidentCause> Of(IReadOnlyList<object> events, Run run, DateTimeOffset now)
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
            } is var (kind, subject, message))
            {
                yield return new(kind, subject, message, run.Id, run.Generation, now, because);
            }
        }
    }

    /// <summary>A delivery that was fetched in vain holds up all that wait for it, each of which is named (domain.md 3.1); null where only history does.</summary>
    public static RaiseIncident? Of(DeliveryExhausted e, Delivery delivery, DateTimeOffset now)
    {
        DeliveryReader[] waiting = [.. e.Readers.Where(reader => !reader.OfHistory).OrderBy(reader => reader.Area, StringComparer.Ordinal).ThenBy(reader => reader.Pipeline, StringComparer.Ordinal)];
        if (waiting is not [var first, ..])
        {
            return null;
        }

        var message = $"'{delivery.Source}' of {delivery.Period} has not arrived, also not after {e.Attempts} attempts to fetch it: {string.Join(", ", e.ExpectedFiles)}.";
        var cause = new IncidentCause(IncidentCauseKind.ReingestionExhausted, delivery.Source, message, first.RunId, null, now, e.Because);
        return new(first.Pipeline, first.Area, first.Interval, cause, first.Simulated)
        {
            Subject = new(delivery.Source, delivery.Period),
            Affected = [.. waiting.Select(reader => new AffectedInterval(reader.Pipeline, reader.Area, reader.Interval)).Distinct()],
        };
    }

    static (IncidentCauseKind, string, string)? Failed(RunFailed failed, IReadOnlyList<object> events) =>
        Blocking(events) ?? (IncidentCauseKind.RetriesExhausted, failed.Error?.Place ?? "run", failed.Error is { } error ? $"{error.Place}: {error.Message}" : failed.Reason);

    // In the middle of a fallback: the run goes on without what has failed.
    static (IncidentCauseKind, string, string)? Exhausted(IReadOnlyList<object> events) =>
        events.OfType<AttemptFailed>().FirstOrDefault(e => e.NextDueAt is null) is { Error: var error } ? (IncidentCauseKind.RetriesExhausted, error.Place, $"{error.Place}: {error.Message}") : null;

    static (IncidentCauseKind, string, string)? Blocking(IReadOnlyList<object> events) =>
        events.OfType<CheckEvaluated>().FirstOrDefault(e => e.Result.Standing is CheckStanding.Blocking) is { Result: { } check }
            ? (IncidentCauseKind.BlockingCheck, check.Check,
                $"Check '{check.Check}' on {check.Target} blocks the run{(check.Error is { } error ? $": {error}" : FormattableString.Invariant($": {check.OffendingRows} rows offend."))}")
            : null;
}
