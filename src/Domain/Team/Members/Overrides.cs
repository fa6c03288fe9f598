using System.Collections.Immutable;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Team.Members;

public interface IOverridesEvent
{
    Guid OverridesId { get; }
}

/// <summary>Who said that those whom a stand-in costs something agree, and to what (domain.md 6.3).</summary>
public sealed record OverrideConsent(string By, IReadOnlyList<string> To);

/// <summary>Somebody stands in for somebody else, in whatever duty that one has meanwhile (domain.md 5.2).</summary>
/// <param name="Consent">Null where none was needed.</param>
public sealed record OverrideMade(
    Guid OverridesId, Guid OverrideId, string Engineer, string Name, string InsteadOf, DateTimeOffset From, DateTimeOffset To, string Reason, string Actor, DateTimeOffset MadeAt,
    OverrideConsent? Consent = null) : IOverridesEvent;

/// <summary>It ends early, at once where it has begun; one that has not never comes about.</summary>
public sealed record OverrideEnded(Guid OverridesId, Guid OverrideId, string Actor, DateTimeOffset EndedAt) : IOverridesEvent;

/// <param name="To">Where it really ends: at <paramref name="From"/> where it was called off before it began.</param>
/// <param name="PlannedTo">Where it was to end.</param>
/// <param name="Version">That of the event that last changed it.</param>
public sealed record Override(
    Guid Id, string Engineer, string Name, string InsteadOf, DateTimeOffset From, DateTimeOffset To, DateTimeOffset PlannedTo, string Reason, string By, DateTimeOffset ChangedAt, long Version)
{
    public OverrideConsent? Consent { get; init; }

    public bool IsCalledOff => To == From;

    /// <summary>How often something was said of it: when it was made, and when it was ended.</summary>
    public int Revision => To < PlannedTo ? 2 : 1;

    public bool Holds(DateTimeOffset instant) => From <= instant && instant < To;

    public bool Meets(DateTimeOffset from, DateTimeOffset to) => !IsCalledOff && From < to && from < To;

    public bool WasToMeet(DateTimeOffset from, DateTimeOffset to) => From < to && from < PlannedTo;
}

/// <summary>Who stood, stands or will stand in for whom.</summary>
public sealed record Overrides(Guid Id, ImmutableList<Override> All, long Version)
{
    public static Guid TheId { get; } = DerivedId.Of("overrides");

    public static Overrides None { get; } = new(TheId, [], 0);

    /// <summary>
    /// Who is there for an engineer at an instant, over all that stand in for one another, and by which overrides. Nobody stands in for somebody twice
    /// at a time.
    /// </summary>
    public (string Engineer, IReadOnlyList<Override> By) StandInFor(string engineer, DateTimeOffset at)
    {
        List<Override> by = [];
        while (All.Find(one => one.InsteadOf == engineer && one.Holds(at)) is { } standIn && !by.Contains(standIn))
        {
            by.Add(standIn);
            engineer = standIn.Engineer;
        }

        return (engineer, by);
    }

    /// <summary>The parts of a stretch of time in which one and the same person is there for an engineer, in order.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To, string Engineer, IReadOnlyList<Override> By)> During(string engineer, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset[] edges = [from, .. All.Where(one => one.Meets(from, to)).SelectMany(one => new[] { one.From, one.To }).Where(edge => from < edge && edge < to).Distinct().Order(), to];
        var start = from;
        foreach (var edge in edges.Skip(1))
        {
            var (there, by) = StandInFor(engineer, start);
            if (edge == to || !SameAs(StandInFor(engineer, edge), there, by))
            {
                yield return (start, edge, there, by);
                start = edge;
            }
        }
    }

    /// <summary>
    /// All that was ever said of who stands in for an engineer in a stretch of time, and of who stands in for these meanwhile; what was ended early
    /// counts for as long as it was planned.
    /// </summary>
    public IReadOnlyList<Override> About(string engineer, DateTimeOffset from, DateTimeOffset to)
    {
        return [.. Follow(engineer, from, to, []).Distinct()];

        IEnumerable<Override> Follow(string whom, DateTimeOffset since, DateTimeOffset until, ImmutableList<Guid> followed)
        {
            foreach (var one in All.Where(one => one.InsteadOf == whom && one.WasToMeet(since, until) && !followed.Contains(one.Id)))
            {
                yield return one;
                foreach (var further in Follow(one.Engineer, since > one.From ? since : one.From, until < one.PlannedTo ? until : one.PlannedTo, followed.Add(one.Id)))
                {
                    yield return further;
                }
            }
        }
    }

    static bool SameAs((string Engineer, IReadOnlyList<Override> By) next, string engineer, IReadOnlyList<Override> by) => next.Engineer == engineer && next.By.SequenceEqual(by);

    public static Overrides? Fold(Overrides? state, object @event) => (state ?? None, @event) switch
    {
        (var overrides, OverrideMade e) => overrides with
        {
            All = overrides.All.Add(new(e.OverrideId, e.Engineer, e.Name, e.InsteadOf, e.From, e.To, e.To, e.Reason, e.Actor, e.MadeAt, overrides.Version + 1) { Consent = e.Consent }),
            Version = overrides.Version + 1,
        },
        (var overrides, OverrideEnded e) => overrides with
        {
            All = [.. overrides.All.Select(one => one.Id == e.OverrideId
                ? one with { To = e.EndedAt > one.From ? e.EndedAt : one.From, ChangedAt = e.EndedAt, Version = overrides.Version + 1 }
                : one)],
            Version = overrides.Version + 1,
        },
        _ => state,
    };
}
