using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A delivered file made ready for DuckDB: how its rows are read, and which of them cannot be.</summary>
abstract class ReadableFile : IDisposable
{
    /// <summary>The names of the file's columns.</summary>
    public IReadOnlyList<string> Header { get; protected set; } = [];

    public RowQuery Query { get; protected set; } = null!;

    public IReadOnlyList<Flaw> Flaws { get; protected set; } = [];

    /// <summary>
    /// How many records there are, once the whole file has been looked at. A file that is no such file is a permanent error; <see cref="Flaws"/>
    /// and <see cref="Query"/> may have changed.
    /// </summary>
    public abstract Task<long> CountedAsync();

    /// <summary>The 1-based line of the file as delivered, where it has lines, that a record starts on.</summary>
    public abstract string PlaceOf(long record);

    public abstract void Dispose();

    public static async Task<ReadableFile> OpenAsync(EngineSession session, SourceFile file, Lake lake, CancellationToken cancellationToken) => file.Format switch
    {
        FileFormat.Parquet => await ReadableParquet.OpenAsync(file, session, lake, cancellationToken),
        FileFormat.Jsonl or FileFormat.Json => await ReadableJson.OpenAsync(file, lake, cancellationToken),
        _ => await ReadableCsv.OpenAsync(file, lake, cancellationToken),
    };
}
