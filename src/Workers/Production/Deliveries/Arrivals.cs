using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>Whether what a run waits for is there; <paramref name="Settles"/> says how long files that are have to stay as they are.</summary>
sealed record Arrival(bool HasCome, TimeSpan? Settles = null)
{
    /// <summary>What lacks.</summary>
    public Missing? Missing { get; init; }
}

static class Arrivals
{
    /// <summary>The files are there, and where the run has read some and found them incomplete, they are others than those.</summary>
    public static async Task<Arrival> LookAsync(DeliveryIntake intake, PipelineDefinition definition, SourceDefinition source, Run run, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.TakeAsync(definition, source, run.DataInterval, cancellationToken) switch
            {
                Missing { IsConfirmed: true } => new(true),
                Ingested found => new(run.Lacking.ContainsKey(source.Id) || !IsKnown(found, run.Sources.GetValueOrDefault(source.Id))),
                Unsettled late => new(false, late.Left),
                var other => new(false) { Missing = other as Missing },
            };
        }
        catch (StepFailedException)
        {
            // It has come and cannot be read: the run's own step says why, and is tried again where that helps.
            return new(true);
        }
    }

    static bool IsKnown(Ingested found, IReadOnlyList<IngestedFile>? read) =>
        read is not null && found.Files.Select(file => (file.Label, file.Sha256)).SequenceEqual(read.Select(file => (file.Label, file.Sha256)));
}
