using System.Collections.Immutable;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Intervals;

namespace EventedPipelines.Domain.Reliability.Sla;

public enum PromiseState
{
    Armed,
    AtRisk,
    Met,
    Missed,
    Partial,
}

/// <summary>An area's interval as it was promised, and what came of it (domain.md 4).</summary>
public sealed record Promise(
    Guid Id, string Area, DataInterval Interval, IReadOnlyList<string> Pipelines, DateTimeOffset ClosedAt, DateTimeOffset Deadline, TimeSpan Grace, DateTimeOffset? ForecastAt, bool Simulated)
{
    public PromiseState State { get; init; } = PromiseState.Armed;

    /// <summary>The source whose numbers are promised, with <see cref="Interval"/> its period; null where an interval is promised as a whole.</summary>
    public string? Source { get; init; }

    /// <summary>Of a source's promise, the intervals that had waited for it.</summary>
    public ImmutableList<ExpectedInterval> Waited { get; init; } = [];

    /// <summary>What has to be complete, in the order of the locks.</summary>
    public IEnumerable<ExpectedInterval> Expected =>
        (Source is null ? Pipelines.Select(pipeline => new ExpectedInterval(pipeline, Interval)) : Waited).OrderBy(expected => IntervalId.Of(expected.Pipeline, expected.Interval));

    /// <summary>When the verdict is due: the deadline, or the end of a grace in use. Null when it has fallen.</summary>
    public DateTimeOffset? VerdictAt { get; init; }

    /// <summary>When the last of its pipelines was complete; null while one is not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    public Correction? Correction { get; init; }

    public long Version { get; init; } = 1;

    public bool IsJudged => VerdictAt is null;

    /// <summary>One an interval, and one a period of a source that intervals waited for.</summary>
    public static Guid IdOf(string area, DataInterval interval, string? source = null) =>
        source is null ? DerivedId.Of("delivery", area, interval.ToString()) : DerivedId.Of("delivery", area, interval.ToString(), source);

    /// <summary>When an interval had what is promised of it; null while it has not.</summary>
    public DateTimeOffset? CompleteAt(Interval? interval) => Source is null ? interval?.CompleteAt : interval is not null && interval.CompleteWith.TryGetValue(Source, out var at) ? at : null;

    public static Promise? Fold(Promise? state, object @event) => (state, @event) switch
    {
        (null, SlaArmed e) => new(e.PromiseId, e.Area, e.Interval, e.Pipelines, e.ClosedAt, e.Deadline, e.Grace, e.ForecastAt, e.Simulated) { VerdictAt = e.Deadline, Source = e.Source },
        (null, _) => null,
        ({ } promise, _) => promise.After(@event) with { Version = promise.Version + 1 },
    };

    Promise After(object @event) => @event switch
    {
        IntervalExpected e => this with { Waited = Waited.Add(new(e.Pipeline, e.Interval)), Pipelines = [.. Pipelines.Union([e.Pipeline]).Order(StringComparer.Ordinal)] },
        SlaAtRisk => this with { State = PromiseState.AtRisk, ForecastAt = null },
        SlaOnTrack => this with { ForecastAt = null },
        SlaGraceGiven e => this with { VerdictAt = e.Until },
        SlaMet e => this with { State = PromiseState.Met, VerdictAt = null, ForecastAt = null, DeliveredAt = e.DeliveredAt },
        SlaMissed e => this with { State = e.IsPartial ? PromiseState.Partial : PromiseState.Missed, VerdictAt = null, ForecastAt = null },
        DeliveredLate e => this with { DeliveredAt = e.DeliveredAt },
        SlaCorrected e => this with { Correction = new(e.Reason, e.Author, e.AgreedWith, e.CorrectedAt) },
        _ => this,
    };
}

public sealed record ExpectedInterval(string Pipeline, DataInterval Interval);

public sealed record Correction(string Reason, string Author, string AgreedWith, DateTimeOffset At);

public static class PromiseWork
{
    public static IEnumerable<PendingWork> Pending(Promise promise)
    {
        if (promise.ForecastAt is { } forecast)
        {
            yield return new(WorkKind.SlaForecast, "", forecast, EventRef.Of(promise.Id, 1));
        }

        if (promise.VerdictAt is { } verdict)
        {
            yield return new(WorkKind.SlaVerdict, "", verdict, EventRef.Of(promise.Id, 1)) { Queue = PendingWork.QueueOf(promise.Area, promise.Interval) };
        }
    }
}
