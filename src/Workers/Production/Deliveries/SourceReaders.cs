using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>Which intervals read a delivery: those of every pipeline that has a source with the same files.</summary>
public sealed class SourceReaders(WorkspacePipelines pipelines)
{
    /// <summary>Pipeline and interval, also of pipelines that share nothing but the path; null where a file covers all of them.</summary>
    public IReadOnlyList<(string Pipeline, DataInterval Interval)>? Of(SourceDefinition source, DataInterval dataInterval)
    {
        if (!SourcePaths.IsDated(source))
        {
            return null;
        }

        var period = source.PeriodOf(dataInterval);
        return [
            .. (from pipeline in pipelines.All
                from other in pipeline.Sources
                where other.Path == source.Path
                from interval in DataInterval.Between(pipeline.Grain, period.First, period.Last)
                select (pipeline.Id, interval)).Distinct()];
    }
}
