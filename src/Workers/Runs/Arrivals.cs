using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Workers.Runs;

/// <summary>Whether what a run waits for is there.</summary>
static class Arrivals
{
    /// <summary>The files are there, and where the run has read some and found them incomplete, they are others than those.</summary>
    public static async Task<bool> HasComeAsync(SourceIngest ingest, SourceDefinition source, Run run, CancellationToken token)
    {
        try
        {
            return await ingest.IngestAsync(source, run.Slice, token) is Ingested found && !IsKnown(found, run.Sources.GetValueOrDefault(source.Id));
        }
        catch (StepFailedException)
        {
            // It has come and cannot be read: the run's own step says why, and is tried again where that helps.
            return true;
        }
    }

    static bool IsKnown(Ingested found, IReadOnlyList<IngestedFile>? read) =>
        read is not null && found.Files.Select(file => (file.Name, file.Sha256)).SequenceEqual(read.Select(file => (file.Name, file.Sha256)));
}
