using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>More is stale than is rerun by itself: the owners are asked, once a wave, with the one command that reruns exactly what is stale (domain.md 2.4).</summary>
/// <remarks><paramref name="Root"/> as <paramref name="Pipeline"/> sees it, whose intervals are left.</remarks>
public sealed record StaleNotice(string Pipeline, string Area, RippleRoot Root, IReadOnlyList<DataInterval> Left, bool Simulated, Audiences Audiences)
{
    public IReadOnlyList<NotificationQueued> To(Interval interval, DateTimeOffset now)
    {
        if (Left.Count == 0)
        {
            return [];
        }

        var (pipeline, origin) = (Pipeline, Root.Pipeline ?? Pipeline);
        var intervals = Root.Pipeline is null ? "later interval" : $"{pipeline} interval";
        var many = Left.Count == 1 ? $"1 {intervals}" : $"{Left.Count} {intervals}s";
        var text = $"{origin} {Root.Interval} was published anew (generation {Root.Generation}), and {many} that read it, {Left[0]} to {Left[^1]}, are more than are rerun by themselves. "
            + $"Their numbers say that they are stale until they are computed again. One command reruns exactly them: ./run backfill --pipeline {pipeline} --reprocess stale";
        var notice = new Notice(
            IntervalId.Of(origin, Root.Interval), $"{Root.Generation}-stale{(Root.Pipeline is null ? "" : $"-{pipeline}")}", NotificationKind.Stale, Severity.Warning, Area, pipeline, Root.Interval,
            $"[{Area}] {pipeline}: {many} stale", text, Simulated, EventRef.Of(interval.Id, interval.Version));
        return [.. Audiences.Owners.SelectMany(owner => Audiences.Policy.Queue(notice, owner, now))];
    }
}
