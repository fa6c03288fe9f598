using EventedPipelines.Domain.Metrics;

namespace EventedPipelines.Domain.Intervals;

/// <summary>One pipeline's slice of time: its generations and the publication in force (domain.md 2.1). The owner of what is published for it.</summary>
public sealed record Interval(Guid Id, string Pipeline, string Area, Slice Slice, int Generation, long Version)
{
    public Publication? Publication { get; init; }

    /// <summary>How often the publication was replaced by one with other numbers.</summary>
    public int Restatements { get; init; }

    public static Interval? Fold(Interval? state, object @event) => (state, @event) switch
    {
        (null, GenerationOpened e) => new(e.IntervalId, e.Pipeline, e.Area, e.Interval, e.Generation, 1),
        (null, _) => null,
        ({ } interval, _) => interval.After(@event) with { Version = interval.Version + 1 },
    };

    Interval After(object @event) => @event switch
    {
        GenerationOpened e => this with { Generation = e.Generation },
        Published e => this with
        {
            Publication = new(e.Generation, e.RunId, e.Completeness, e.Warning, e.Targets, e.Points, e.PublishedAt),
            Restatements = Restatements + (e.Restated.Count > 0 ? 1 : 0),
        },
        _ => this,
    };
}

public sealed record Publication(
    int Generation,
    Guid RunId,
    Completeness Completeness,
    string? Warning,
    IReadOnlyList<PublishedTarget> Targets,
    IReadOnlyList<MetricPoint> Points,
    DateTimeOffset PublishedAt);
