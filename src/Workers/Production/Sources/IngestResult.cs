using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>What looking for an interval's files gave.</summary>
public abstract record IngestResult;

/// <summary>
/// All files are there and each has its snapshot in the lake. <paramref name="SchemaFingerprint"/> is a SHA-256 over the columns seen, in
/// order, with the contract's type or none (domain.md 7.2).
/// </summary>
public sealed record Ingested(IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint) : IngestResult
{
    /// <summary>The versions of the deliveries that these are of, once they are recorded.</summary>
    public IReadOnlyList<PinnedDelivery> Deliveries { get; init; } = [];

    /// <summary>The names of each file's columns.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Files that have not arrived, as paths below the data folder: not there, or ending before the interval (domain.md 2.5).</summary>
public sealed record Missing(IReadOnlyList<string> ExpectedFiles) : IngestResult
{
    /// <summary>Those of the period that are there: at its deadline a month is published over them, and says what it lacks (domain.md 3.4).</summary>
    public IReadOnlyList<IngestedFile> There => Found?.Files ?? [];

    /// <summary>People said of all that lacks that there is nothing.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The deliveries of which something lacks.</summary>
    public IReadOnlyList<LackingDelivery> Lacking { get; init; } = [];

    /// <summary>What is there, as it would be read by itself; null where it is still being written or cannot be read.</summary>
    public Ingested? Found { get; init; }
}

/// <summary>Files that are there and may still be written to, and for how long they have to stay as they are (domain.md 2.5).</summary>
public sealed record Unsettled(IReadOnlyList<string> Files, TimeSpan Left) : IngestResult;
