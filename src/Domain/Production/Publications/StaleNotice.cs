using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Production.Publications;

/// <summary>More is stale than is rerun by itself: the owners are asked, once a wave, with the one command that reruns exactly what is stale (domain.md 2.4).</summary>
public sealed record StaleNotice(RippleRoot Root, IReadOnlyList<DataInterval> Left, bool Simulated)
{
    public IReadOnlyList<NotificationQueued> To(Audiences audiences, Interval interval, DateTimeOffset now)
    {
        if (Left.Count == 0)
        {
            return [];
        }

        var (pipeline, root) = (interval.Pipeline, IntervalId.Of(interval.Pipeline, Root.Interval));
        var many = Left.Count == 1 ? "1 later interval" : $"{Left.Count} later intervals";
        var text = $"{pipeline} {Root.Interval} was published anew (generation {Root.Generation}), and {many} that read it, {Left[0]} to {Left[^1]}, are more than are rerun by themselves. "
            + $"Their numbers say that they are stale until they are computed again. One command reruns exactly them: ./run backfill --pipeline {pipeline} --reprocess stale";
        var notice = new Notice(
            root, $"{Root.Generation}-stale", NotificationKind.Stale, Severity.Warning, interval.Area, pipeline, Root.Interval,
            $"[{interval.Area}] {pipeline}: {many} stale", text, Simulated, EventRef.Of(interval.Id, interval.Version));
        return [.. audiences.Owners.SelectMany(owner => audiences.Policy.Queue(notice, owner, now))];
    }
}
