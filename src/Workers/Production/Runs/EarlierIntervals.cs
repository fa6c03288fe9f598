using System.Collections.Concurrent;
using EventedPipelines.Domain.Production.Runs;
using Marten;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// What the runs that a run has pinned left in the lake. A published run never changes, so it is loaded once: the cost of a run does not
/// grow with the history that it reads.
/// </summary>
public sealed class EarlierIntervals(IDocumentStore store)
{
    const int MostKept = 50_000;
    const int LoadedAtOnce = 500;

    readonly ConcurrentDictionary<Guid, EarlierInterval> _kept = [];

    public async Task<IReadOnlyList<EarlierInterval>> OfAsync(Run run, CancellationToken cancellationToken)
    {
        var wanted = run.Pinned.SelectMany(pinned => pinned.Range.DataIntervals.Select(dataInterval => RunId.Of(run.Pipeline, dataInterval, pinned.Generation))).ToList();
        if (_kept.Count + wanted.Count > MostKept)
        {
            _kept.Clear();
        }

        foreach (var missing in wanted.Where(id => !_kept.ContainsKey(id)).Chunk(LoadedAtOnce))
        {
            await using var session = store.QuerySession();
            foreach (var earlier in await session.LoadManyAsync<Run>(cancellationToken, missing))
            {
                _kept[earlier.Id] = new(earlier.DataInterval, earlier.UsedSources, earlier.Quarantine, earlier.Models) { ConfirmedEmpty = earlier.ConfirmedEmpty };
            }
        }

        return [.. wanted.Select(id => _kept[id])];
    }
}
