using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>What a fetch came to.</summary>
public abstract record FetchResult;

/// <summary>The data of the period.</summary>
/// <param name="Came">What came, as it came, in its order.</param>
/// <param name="Rows">What the parser is to read, one after the other: those, or one file that was made of them without loss.</param>
/// <param name="Format">Of <paramref name="Rows"/>.</param>
/// <param name="Validators">For the next fetch of the period.</param>
public sealed record Fetched(IReadOnlyList<FetchedFile> Came, IReadOnlyList<FetchedFile> Rows, FileFormat Format, IReadOnlyList<FetchValidator> Validators) : FetchResult
{
    /// <summary>What speaks against its being all that there is, in words; null where nothing does.</summary>
    public string? Doubt { get; init; }
}

/// <summary>The server says that it is what it was at the last fetch.</summary>
public sealed record NotModified : FetchResult;

/// <summary>The server says that there is no data of the period yet, in words for a person.</summary>
public sealed record NothingYet(string Because) : FetchResult;

/// <param name="Name">Without a folder; its ending tells its format.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Sha256">Of them, in lower-case hex.</param>
public sealed record FetchedFile(string Name, string Path, long Bytes, string Sha256);
