using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>A target's rows for one interval, as the publication left them.</summary>
public sealed record PublishedTarget(string Table, long Rows)
{
    public string? Model { get; init; }

    /// <summary>That of what the rows were computed over; the publication's where it is not known.</summary>
    public Completeness? Completeness { get; init; }

    public string? Warning { get; init; }
}
