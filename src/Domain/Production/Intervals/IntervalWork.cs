using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Domain.Production.Intervals;

/// <summary>
/// What an interval owes: a word to the later intervals that have read what it published before or compare themselves with it, a generation when a source falls due that
/// was not, or when a deadline cut a run short, and looks at its sources for as long as late data is taken.
/// </summary>
public static class IntervalWork
{
    public static IEnumerable<PendingWork> Pending(Interval interval)
    {
        if (interval is { RippleOwed: { } version, Publication: { } changed })
        {
            yield return new(WorkKind.Ripple, "", changed.PublishedAt, EventRef.Of(interval.Id, version));
        }

        if (interval is { AlertsOwed: { } owed, Publication: { } compared })
        {
            yield return new(WorkKind.JudgeAlerts, "", compared.PublishedAt, EventRef.Of(interval.Id, owed.Version));
        }

        if (interval is { ResumeOwed: { } partial, Publication: { } unfinished })
        {
            yield return new(WorkKind.Resume, "", unfinished.PublishedAt, EventRef.Of(interval.Id, partial));
        }

        if (interval.Publication is { } inForce && inForce.Generation == interval.Generation)
        {
            foreach (var awaited in inForce.NotYetDue)
            {
                yield return new(WorkKind.SourceDue, awaited.Source, awaited.DueAt, EventRef.Of(interval.Id, inForce.Version));
            }
        }

        if (interval.WatchUntil is not null)
        {
            // To the day is enough to say how old it is.
            var closed = new DateTimeOffset(interval.DataInterval.End.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            yield return new(WorkKind.LateData, "", interval.Opened.At + LateDataPolicy.Default.LookEvery(closed, interval.Opened.At), EventRef.Of(interval.Id, interval.Opened.Version));
        }
    }
}
