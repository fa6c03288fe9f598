using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Policies;

public interface IPoliciesEvent
{
    Guid PoliciesId { get; }
}

/// <summary>Policies that differ from the version before, whole: what was decided under a version stays explainable. The stream's version is theirs.</summary>
public sealed record PoliciesDefined(Guid PoliciesId, int PolicyVersion, string Hash, PolicySet Policies, string Actor, DateTimeOffset DefinedAt) : IPoliciesEvent;

/// <summary>The workspace's policies at their latest version.</summary>
public sealed record DefinedPolicies(Guid Id, long Version, int PolicyVersion, string Hash, PolicySet Policies)
{
    /// <summary>A workspace has one set of them.</summary>
    public static Guid TheId { get; } = DerivedId.Of("policies");

    /// <summary>Before a workspace was first taken over: what domain.md has.</summary>
    public static DefinedPolicies None { get; } = new(TheId, 0, 0, "", PolicySet.Default);

    /// <summary>The version that a run records; null where none is defined.</summary>
    public int? RecordedAs => Version > 0 ? PolicyVersion : null;

    public static DefinedPolicies? Fold(DefinedPolicies? state, object @event) => @event switch
    {
        PoliciesDefined e => new(e.PoliciesId, (state?.Version ?? 0) + 1, e.PolicyVersion, e.Hash, e.Policies),
        _ => state,
    };
}
