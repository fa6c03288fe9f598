namespace EventedPipelines.Domain.Catalog.Sources;

/// <summary>
/// Where a source comes from that is asked for its data (domain.md 1.4): what a workspace says of it, without any secret. Each kind has a record of its own.
/// </summary>
public interface IFetchOrigin
{
    /// <summary>Whether it may be in a private network, or on this host.</summary>
    bool AllowPrivate { get; }
}
