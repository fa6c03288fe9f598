using System.Collections.Concurrent;
using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Policies;
using Marten;

namespace EventedPipelines.Workers.Catalog.Pipelines;

/// <summary>Policies by version, out of the store and not out of the files: a run is done by those that it was opened under. Versions never change, so they are kept.</summary>
public sealed class RecordedPolicies(IDocumentStore store)
{
    readonly ConcurrentDictionary<int, PolicySet> _kept = [];

    /// <param name="version">That a run records; null for one that was opened before any was, which goes by those in force.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PolicySet> AtAsync(int? version, CancellationToken cancellationToken)
    {
        if (version is { } known && _kept.TryGetValue(known, out var kept))
        {
            return kept;
        }

        await using var session = store.QuerySession();
        if (version is not { } recorded)
        {
            return (await session.PoliciesAsync(cancellationToken)).Policies;
        }

        var events = await session.Events.FetchStreamAsync(DefinedPolicies.TheId, token: cancellationToken);
        return _kept[recorded] = events.Select(e => e.Data).OfType<PoliciesDefined>().Single(e => e.PolicyVersion == recorded).Policies;
    }
}
