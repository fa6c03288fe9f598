namespace EventedPipelines.Domain.Catalog.Contracts;

/// <summary><see cref="Jsonl"/> has an object on each line, <see cref="Json"/> is one document that holds an array of them.</summary>
public enum FileFormat
{
    Csv,
    Jsonl,
    Parquet,
    Json,
}

/// <summary>The format of a file by its name. The text formats may be packed with gzip, which a name that ends in `.gz` says.</summary>
public static class FileFormats
{
    const string Gzip = ".gz";

    public static bool IsPacked(string name) => name.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);

    public static FileFormat Of(string name) => Path.GetExtension(IsPacked(name) ? name[..^Gzip.Length] : name).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" or ".json" => FileFormat.Jsonl,
        ".parquet" => FileFormat.Parquet,
        _ => FileFormat.Csv,
    };
}
