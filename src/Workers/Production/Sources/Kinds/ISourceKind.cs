using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>A kind of source that is asked for its data (domain.md 1.4). Its word is the key of its block in `source.yml`, and its schema is that of the block.</summary>
public interface ISourceKind : IWorkspaceKind
{
    string IWorkspaceKind.Sort => "source";

    /// <summary>What its block says; it closes the block. What is wrong is a problem at its place.</summary>
    IFetchOrigin Read(YamlBlock block);

    /// <summary>Asks for a period of the source. Nothing half-written is ever among what it gives, and a second fetch of the same data gives the same files.</summary>
    /// <exception cref="Domain.Production.Runs.StepFailedException">
    /// It was not to be had: where, what came instead, what to do. What came is in the folder `attempts` below the request's, and named.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left behind.</exception>
    Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken);
}
