using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>What an interval's files are now, beside what its last run, which has ended, made of them (domain.md 2.5).</summary>
public sealed class IntervalLook(DeliveryIntake intake, PipelineDefinitions definitions)
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

    /// <summary>Rows that a version of the contract reads which differs in the order of its columns alone from the run's are those that the run has read.</summary>
    async Task<IReadOnlyList<IngestedFile>> AsReadAsync(SourceDefinition source, IReadOnlyList<IngestedFile> files, Run run, CancellationToken cancellationToken)
    {
        var read = run.Sources.GetValueOrDefault(source.Id, []).ToLookup(file => (file.Label, file.FileSha256));
        if (!files.Any(file => read[(file.Label, file.FileSha256)].Any(known => known.Sha256 != file.Sha256)))
        {
            return files;
        }

        var before = (await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken)).Sources.FirstOrDefault(known => known.Id == source.Id);
        return before is null ? files : [.. files.Select(file => read[(file.Label, file.FileSha256)].FirstOrDefault(known => IsSame(known, file)) is { } same ? file with { Sha256 = same.Sha256 } : file)];

        // By its position a column is another one in another place.
        bool IsSame(IngestedFile known, IngestedFile now) => (known.Rows, known.RejectedRows) == (now.Rows, now.RejectedRows)
            && ContractOf(before, known) is { } one && ContractOf(source, now) is { } other && !(one.Csv ?? before.Csv).Headless && one.ReadsAs(other);

        static Contract? ContractOf(SourceDefinition source, IngestedFile file) => source.Contracts.FirstOrDefault(version => version.Version == (file.ContractVersion ?? source.Contract.Version));
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
