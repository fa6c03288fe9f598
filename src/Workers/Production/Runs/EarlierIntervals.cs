using System.Collections.Concurrent;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// What the runs that a run has pinned left in the lake. A published run never changes, so it is loaded once: the cost of a run does not
/// grow with the history that it reads.
/// </summary>
public sealed class EarlierIntervals(IDocumentStore store, PipelineDefinitions definitions)
{
    const int MostKept = 50_000;
    const int LoadedAtOnce = 500;

    readonly ConcurrentDictionary<Guid, EarlierInterval> _kept = [];

    public Task<IReadOnlyList<EarlierInterval>> OfAsync(Run run, CancellationToken cancellationToken) => OfAsync(run.Pipeline, run.Pinned, cancellationToken);

    /// <summary>Those of the other pipelines that it reads, by pipeline.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<EarlierInterval>>> UpstreamOfAsync(Run run, CancellationToken cancellationToken)
    {
        var upstream = new Dictionary<string, IReadOnlyList<EarlierInterval>>(StringComparer.Ordinal);
        foreach (var pinned in run.Upstream)
        {
            upstream[pinned.Pipeline] = await OfAsync(pinned.Pipeline, pinned.Reads, cancellationToken);
        }

        return upstream;
    }

    async Task<IReadOnlyList<EarlierInterval>> OfAsync(string pipeline, IReadOnlyList<PinnedIntervals> reads, CancellationToken cancellationToken)
    {
        var wanted = reads.SelectMany(pinned => pinned.Range.DataIntervals.Select(dataInterval => RunId.Of(pipeline, dataInterval, pinned.Generation))).ToList();
        if (_kept.Count + wanted.Count > MostKept)
        {
            _kept.Clear();
        }

        foreach (var missing in wanted.Where(id => !_kept.ContainsKey(id)).Chunk(LoadedAtOnce))
        {
            await using var session = store.QuerySession();
            foreach (var earlier in await session.LoadManyAsync<Run>(cancellationToken, missing))
            {
                _kept[earlier.Id] = new(earlier.DataInterval, earlier.UsedSources, earlier.Quarantine, earlier.Models)
                {
                    ConfirmedEmpty = earlier.ConfirmedEmpty,
                    MadeBy = await definitions.AtAsync(earlier.Pipeline, earlier.DefinitionVersion, cancellationToken),
                };
            }
        }

        return [.. wanted.Select(id => _kept[id])];
    }
}
