using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>The period of a source that is at fault, for whoever reads it (domain.md 3.1).</summary>
public sealed record SourcePeriod(string Source, DataInterval Period)
{
    public override string ToString() => $"{Source} {Period}";
}
