using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>One look at one period of a source.</summary>
/// <param name="Origin">Of the kind that is asked.</param>
/// <param name="SourceId">How errors call it.</param>
/// <param name="Period">Its days.</param>
/// <param name="Zone">In which they begin and end.</param>
/// <param name="Known">What the last fetch of the period gave as <see cref="Fetched.Validators"/>; none where its data is no longer there.</param>
/// <param name="Folder">On one file system: what comes is written aside in it, and renamed to a folder below it.</param>
/// <param name="Clock">Of the waits that a server asks for. Time limits are always real.</param>
public sealed record FetchRequest(
    IFetchOrigin Origin, string SourceId, DataInterval Period, TimeZoneInfo Zone, IReadOnlyList<FetchValidator> Known, string Folder, TimeProvider Clock);

/// <summary>By what a server can tell that an answer is still the same (RFC 9110, 8.8).</summary>
/// <param name="Request">SHA-256 of what was asked: another period's, or another template's, is not compared.</param>
/// <param name="ETag">As it came.</param>
/// <param name="LastModified">As it came.</param>
public sealed record FetchValidator(string Request, string? ETag, string? LastModified);
