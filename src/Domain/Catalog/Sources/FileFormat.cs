namespace EventedPipelines.Domain.Catalog.Sources;

public enum FileFormat
{
    Csv,
    Jsonl,
    Parquet,
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
