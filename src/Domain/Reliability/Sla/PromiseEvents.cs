using System.Text.Json.Serialization;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Reliability.Sla;

/// <remarks>Stored events call it a delivery, as the code once did: what is stored keeps its names.</remarks>
public interface IPromiseEvent
{
    Guid PromiseId { get; }
}

/// <summary>
/// The schedule expects an interval of these pipelines, the area's that have it, to be complete by the deadline (domain.md 4.1). Before that, at
/// <paramref name="ForecastAt"/>, it is looked at whether it will be.
/// </summary>
public sealed record SlaArmed(
    [property: JsonPropertyName("deliveryId")] Guid PromiseId,
    string Area,
    DataInterval Interval,
    IReadOnlyList<string> Pipelines,
    DateTimeOffset ClosedAt,
    DateTimeOffset Deadline,
    TimeSpan Grace,
    DateTimeOffset ForecastAt,
    int PolicyVersion,
    bool Simulated,
    DateTimeOffset ArmedAt,
    string Because) : IPromiseEvent
{
    /// <summary>Where a source has fallen due that intervals had waited for: only its numbers count, from then on (domain.md 2.4).</summary>
    public string? Source { get; init; }
}

/// <summary>An interval had waited for the source of this promise, and is expected with its numbers.</summary>
public sealed record IntervalExpected([property: JsonPropertyName("deliveryId")] Guid PromiseId, string Pipeline, DataInterval Interval, DateTimeOffset ExpectedAt, string Because) : IPromiseEvent;

/// <summary>
/// Where a pipeline stands with its interval, as a forecast or a verdict read it. <paramref name="IsPublished"/> is where there is any number, not
/// a placeholder alone, and also what is being published as far as it goes, since its deadline; <paramref name="Doing"/> is in words;
/// <paramref name="CompleteAt"/> is when it first published complete numbers, <paramref name="ExpectedAt"/> when it will at its usual pace.
/// </summary>
public sealed record PipelineStanding(
    string Pipeline, bool IsPublished, DateTimeOffset? CompleteAt, bool IsPublishing, string Doing, Guid? RunId, DateTimeOffset? ExpectedAt = null, TimeSpan? Usual = null)
{
    /// <summary>All that it lacks is what these intervals of other pipelines have not published: that is charged to them (domain.md 4.2). Null where it is its own.</summary>
    public string? HeldUpBy { get; init; }
}

/// <summary>A forecast by the pipelines' own durations says that the deadline will not be met (domain.md 4.2).</summary>
public sealed record SlaAtRisk([property: JsonPropertyName("deliveryId")] Guid PromiseId, IReadOnlyList<PipelineStanding> Pipelines, DateTimeOffset ForecastAt) : IPromiseEvent;

/// <summary>A forecast that found nothing to say. Kept as the verdict that the area was on its way.</summary>
public sealed record SlaOnTrack([property: JsonPropertyName("deliveryId")] Guid PromiseId, IReadOnlyList<PipelineStanding> Pipelines, DateTimeOffset ForecastAt) : IPromiseEvent;

/// <summary>At the deadline something was being published: it gets until then (domain.md 3.4).</summary>
public sealed record SlaGraceGiven([property: JsonPropertyName("deliveryId")] Guid PromiseId, IReadOnlyList<PipelineStanding> Pipelines, DateTimeOffset Until, DateTimeOffset GivenAt) : IPromiseEvent;

public sealed record SlaMet([property: JsonPropertyName("deliveryId")] Guid PromiseId, IReadOnlyList<PipelineStanding> Pipelines, DateTimeOffset DeliveredAt, DateTimeOffset JudgedAt) : IPromiseEvent;

/// <summary><paramref name="IsPartial"/>: something of everything was published in time, and some of it is partial. It does not meet the SLA and is shown apart from a plain miss.</summary>
public sealed record SlaMissed([property: JsonPropertyName("deliveryId")] Guid PromiseId, IReadOnlyList<PipelineStanding> Pipelines, bool IsPartial, DateTimeOffset JudgedAt) : IPromiseEvent;

/// <summary>What was missed is complete after all. The verdict stays (domain.md 4.2).</summary>
public sealed record DeliveredLate([property: JsonPropertyName("deliveryId")] Guid PromiseId, DateTimeOffset DeliveredAt, string Because) : IPromiseEvent;

/// <summary>An agreed exclusion (domain.md 4.4). Reports show the numbers with it and without.</summary>
public sealed record SlaCorrected([property: JsonPropertyName("deliveryId")] Guid PromiseId, string Reason, string AgreedWith, string Author, DateTimeOffset CorrectedAt) : IPromiseEvent;
