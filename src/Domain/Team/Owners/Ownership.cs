using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Owners;

public interface IOwnershipEvent
{
    Guid OwnershipId { get; }
}

/// <summary>Who owns an area from a day on, by the names they had then. A later one for the same day takes its place; empty lists say that nobody does.</summary>
public sealed record OwnershipAssigned(
    Guid OwnershipId, string Area, DateOnly From, IReadOnlyList<Owner> Primary, IReadOnlyList<Owner> Secondary, string Actor, DateTimeOffset AssignedAt) : IOwnershipEvent;

public sealed record Owner(string Id, string Name);

/// <summary>The owners from a day until the next period's.</summary>
public sealed record OwnershipPeriod(DateOnly From, IReadOnlyList<Owner> Primary, IReadOnlyList<Owner> Secondary)
{
    public bool HasSameOwnersAs(OwnershipPeriod? other) =>
        Ids(Primary).SequenceEqual(Ids(other?.Primary ?? [])) && Ids(Secondary).SequenceEqual(Ids(other?.Secondary ?? []));

    static IEnumerable<string> Ids(IEnumerable<Owner> owners) => owners.Select(owner => owner.Id);
}

/// <summary>An area's owners over time (domain.md 1.3), in order of their days.</summary>
public sealed record Ownership(Guid Id, string Area, IReadOnlyList<OwnershipPeriod> Periods, long Version)
{
    public static Guid IdOf(string area) => DerivedId.Of("ownership", area);

    /// <summary>The owners on a day; null before the first that is known.</summary>
    public OwnershipPeriod? At(DateOnly day) => Periods.LastOrDefault(period => period.From <= day);

    public static Ownership? Fold(Ownership? state, object @event) => @event switch
    {
        OwnershipAssigned e => new(
            e.OwnershipId,
            e.Area,
            [.. (state?.Periods ?? []).Where(period => period.From != e.From).Append(new(e.From, e.Primary, e.Secondary)).OrderBy(period => period.From)],
            (state?.Version ?? 0) + 1),
        _ => state,
    };
}
