using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Workers.Runs;

/// <summary>What looking for an interval's files gave.</summary>
public abstract record IngestResult;

/// <summary>
/// All files are there and each has its snapshot in the lake. <paramref name="SchemaFingerprint"/> is a SHA-256 over the columns seen, in
/// order, with the contract's type or none (domain.md 7.2).
/// </summary>
public sealed record Ingested(IReadOnlyList<IngestedFile> Files, long Rows, string SchemaFingerprint) : IngestResult;

/// <summary>Files that have not arrived, as paths below the data folder: not there, or ending before the interval (domain.md 2.5).</summary>
public sealed record Missing(IReadOnlyList<string> ExpectedFiles) : IngestResult;

/// <summary>Files that are there and may still be written to, and for how long they have to stay as they are (domain.md 2.5).</summary>
public sealed record Unsettled(IReadOnlyList<string> Files, TimeSpan Left) : IngestResult;
