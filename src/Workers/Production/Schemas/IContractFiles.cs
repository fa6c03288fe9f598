using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Schemas;

namespace EventedPipelines.Workers.Production.Schemas;

/// <summary>Where contracts are written. Whoever knows the workspace's files does it: production does not.</summary>
public interface IContractFiles
{
    /// <summary>A source as its files say now.</summary>
    /// <exception cref="NotSupportedException">Nothing reads the source any more, or the workspace has problems.</exception>
    SourceDefinition Read(string source);

    /// <summary>Writes the next version of a source's contract with what was approved. Nothing is written unless the workspace loads with it.</summary>
    /// <param name="source">Whose contract it is.</param>
    /// <param name="drifts">What was approved of one version.</param>
    /// <param name="from">The first day that comes so.</param>
    /// <param name="inForce">The source as it is in force; null where nothing reads it any more. What somebody has changed in the files since is not taken in with it.</param>
    /// <exception cref="NotSupportedException">Only a person can write it; the message says why.</exception>
    /// <exception cref="IOException">The workspace cannot be written to.</exception>
    RevisedContract Write(string source, IReadOnlyList<SourceDrift> drifts, DateOnly from, SourceDefinition? inForce);
}

/// <summary>The next version of a contract: its file, what changes in it, and the pipelines as they are by it.</summary>
public sealed record RevisedContract(int Version, DateOnly From, string File, string Diff, IReadOnlyList<PipelineDefinition> Pipelines);
