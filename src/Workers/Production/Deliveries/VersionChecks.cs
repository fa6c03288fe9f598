using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Checks;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>Checks are written for the latest version of a contract; a delivery of before may have been read by one that had not all of its columns.</summary>
static class VersionChecks
{
    /// <summary>The results of those that look at columns which the version has not: they are not evaluated.</summary>
    public static CheckReport WithoutTheirColumns(PipelineDefinition alone)
    {
        var contract = alone.Sources[0].Contract;
        return new(
            [
                .. from check in alone.Checks
                   let lacking = check.Columns.FirstOrDefault(column => contract.Columns.All(known => known.Name != column))
                   where lacking is not null
                   select check.Unknown($"Version {contract.Version} of the contract has no column '{lacking}'."),
            ],
            []);
    }
}
