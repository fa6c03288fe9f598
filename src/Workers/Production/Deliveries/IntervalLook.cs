using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>What an interval's files are now, beside what its last run, which has ended, made of them (domain.md 2.5).</summary>
public sealed class IntervalLook(DeliveryIntake intake, PipelineDefinitions definitions, IDocumentStore store)
{
    // What could not be read just now is neither there nor missing.
    static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What has come or changed, in words, with its source where it is one that did; null where nothing has. First, how sources are found that the run never
    /// came to. Settles, how long until what could not be judged, since it is still being written or could not be read just now, is worth another look.
    /// </summary>
    public async Task<(string? Change, SourceDefinition? Source, IReadOnlyList<SourceFound> First, TimeSpan? Settles)> SeeAsync(
        PipelineDefinition definition, Interval interval, Run run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (LateData.Resumes(run) is { } resumes)
        {
            return (resumes, null, [], null);
        }

        List<SourceFound> first = [];
        TimeSpan? settles = null;
        foreach (var source in definition.Sources.Where(source => run.Plan.Sources.Contains(source.Id)))
        {
            var (look, left) = await LookAsync(definition, source, run.DataInterval, cancellationToken);
            settles = left is null || left > settles ? settles : left;
            look = look with { Files = look.Files is { } files && LateData.Change(look, interval, run) is not null ? await AsReadAsync(source, files, run, cancellationToken) : look.Files };
            if (LateData.Change(look, interval, run) is { } change)
            {
                return (change, source, [], settles);
            }

            if (LateData.First(look, interval, run, now) is { } found)
            {
                first.Add(found);
            }
        }

        return (null, null, first, settles);
    }

    /// <summary>
    /// Rows of a file that was read before, by a version of the contract which differs from today's in the order of its columns alone, are those of then. A run that has read the same
    /// rows has nothing to read again.
    /// </summary>
    async Task<IReadOnlyList<IngestedFile>> AsReadAsync(SourceDefinition source, IReadOnlyList<IngestedFile> files, Run run, CancellationToken cancellationToken)
    {
        var read = run.Sources.GetValueOrDefault(source.Id, []).ToDictionary(file => file.Label, StringComparer.Ordinal);
        if (!files.Any(file => read.TryGetValue(file.Label, out var known) && known.Sha256 != file.Sha256))
        {
            return files;
        }

        await using var session = store.QuerySession();
        var deliveries = await session.LoadManyAsync<Delivery>(cancellationToken, [.. source.PeriodsOf(run.DataInterval).Select(period => Delivery.IdOf(source, period)).Distinct()]);
        var before = (await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken)).Sources.FirstOrDefault(known => known.Id == source.Id) ?? source;
        var ways = deliveries.SelectMany(delivery => delivery.Versions)
            .SelectMany(version => version.Received.Files.Select(file => (file.FileSha256, file.Part, file.Sha256, Version: version.Received.ContractVersion)))
            .ToLookup(way => (way.FileSha256, way.Part));
        return [.. files.Select(file => read.TryGetValue(file.Label, out var known) && IsSame(known, file) ? file with { Sha256 = known.Sha256 } : file)];

        // By its position a column is another one in another place.
        bool IsSame(IngestedFile known, IngestedFile now) => Version(now.ContractVersion ?? source.Contract.Version) is { } today && !(today.Csv ?? source.Csv).Headless
            && ways[(now.FileSha256, now.Part)].Any(way => way.Sha256 == known.Sha256 && Version(way.Version)?.ReadsAs(today) is true);

        Contract? Version(int number) => source.Contracts.Concat(before.Contracts).FirstOrDefault(version => version.Version == number);
    }

    async Task<(SourceLook Look, TimeSpan? Settles)> LookAsync(PipelineDefinition definition, SourceDefinition source, DataInterval dataInterval, CancellationToken cancellationToken)
    {
        var nothing = new SourceLook(source.Id, null)
        {
            IsReference = source.Reference,
            IsShared = source.Split is not null || source.PeriodOf(dataInterval) != dataInterval,
            IsNeeded = definition.IsNeeded(source.Id),
        };
        try
        {
            return await intake.TakeAsync(definition, source, dataInterval, cancellationToken) switch
            {
                Ingested now => (nothing with { Files = now.Files }, null),
                Missing { There: { Count: > 0 } there } => (nothing with { Files = there, IsPartial = true }, null),
                Unsettled late => (nothing, late.Left),
                _ => (nothing, null),
            };
        }
        catch (StepFailedException failed)
        {
            return failed.Error.Class is ErrorClass.Permanent ? (nothing with { Unreadable = $"{failed.Error.Place}: {failed.Error.Message}" }, null) : (nothing, Again);
        }
    }
}
