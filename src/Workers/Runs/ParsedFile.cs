using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// A delivered file as one contract reads it, parsed once: its header, its rows, the SHA-256 of the Parquet file that holds them, and for
/// a split file the rows per day or month. <paramref name="Sha256"/> is a snapshot of the lake, or for a split file `splits/&lt;key&gt;.parquet`.
/// </summary>
sealed record ParsedFile(IReadOnlyList<string> Header, long Rows, string Sha256, IReadOnlyDictionary<DateOnly, long>? Periods)
{
    // Part of every key: a change of how files are read must not find what the old way wrote.
    const string Reading = "1";

    /// <summary>Names a file's content as read by the contract's columns, the format and the split.</summary>
    public static string Key(string fileSha256, SourceDefinition source)
    {
        var way = string.Join('\n', [Reading, source.Csv.Delimiter, source.Csv.Quote, source.Split ?? "", .. source.Contract.Columns.Select(column => $"{column.Name}\t{column.Type}")]);
        return $"{fileSha256}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(way)))[..16]}";
    }

    /// <summary>What was remembered under the key, or null. A file that cannot be read as one is as good as none: this is a cache.</summary>
    public static async Task<ParsedFile?> RecallAsync(Lake lake, string key, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<ParsedFile>(await File.ReadAllBytesAsync(PathOf(lake, key), cancellation));
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Not being able to remember only means to parse again.</summary>
    public async Task RememberAsync(Lake lake, string key, CancellationToken cancellation)
    {
        var aside = Lake.Aside(lake.Splits);
        try
        {
            await File.WriteAllBytesAsync(aside, JsonSerializer.SerializeToUtf8Bytes(this), cancellation);
            File.Move(aside, PathOf(lake, key), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(aside);
        }
    }

    static string PathOf(Lake lake, string key) => Path.Combine(lake.Splits, $"{key}.json");
}
