using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>The rows of a day or month in a split file: how many are accepted and rejected, and a digest of the accepted ones with their numbers.</summary>
sealed record PeriodRows(long Rows, long Rejected, string Digest);

/// <summary>The first row of a file that is rejected; the place is that in the file as delivered.</summary>
sealed record FirstReject(string Place, string? Column, string? Value, string Reason);

/// <summary>
/// A delivered file as one contract reads it, parsed once: its header, its accepted rows, the SHA-256 of the Parquet file that holds them,
/// and for a split file what each day or month has. <paramref name="Sha256"/> is a snapshot of the lake, or for a split file
/// `splits/&lt;key&gt;.parquet`, which holds rejected rows too. Those of a whole file are in `splits/&lt;<paramref name="Rejects"/>&gt;.parquet`.
/// </summary>
sealed record ParsedFile(
    IReadOnlyList<string> Header,
    long Rows,
    string Sha256,
    IReadOnlyDictionary<DateOnly, PeriodRows>? Periods,
    long Rejected = 0,
    FirstReject? First = null,
    string? Rejects = null)
{
    // Part of every key: a change of how files are read must not find what the old way wrote.
    const string Reading = "3";

    /// <summary>Rejected rows of a split file that belong to no period.</summary>
    public long Undated => Periods is null ? 0 : Rejected - Periods.Values.Sum(period => period.Rejected);

    /// <summary>Names a file's content as read by all that its contract and its source say of it.</summary>
    public static string Key(string fileSha256, SourceFile file)
    {
        var (source, csv) = (file.Source, file.Csv);
        var format = $"{file.Format}{(FileFormats.IsPacked(file.Name) ? " packed" : "")} {csv.Encoding}";
        var way = string.Join('\n', [Reading, format, csv.Delimiter, csv.Quote, source.Split ?? "", ZoneOf(source), .. Columns(source), .. Options(file)]);
        return $"{fileSha256}-{Hash(way)}";
    }

    /// <summary>Names the rows of the days, wherever they stand in a file: intervals with the same have the same snapshot.</summary>
    public string RowsKey(SourceDefinition source, IEnumerable<DateOnly> days)
    {
        var periods = days.Select(day => Periods!.GetValueOrDefault(day)).OfType<PeriodRows>().Select(period => $"{period.Rows} {period.Rejected} {period.Digest}");
        return Hash(string.Join('\n', [source.Id, .. Columns(source), "", .. periods]));
    }

    /// <summary>What was remembered under the key, or null. A file that cannot be read as one is as good as none: this is a cache.</summary>
    public static async Task<ParsedFile?> RecallAsync(Lake lake, string key, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<ParsedFile>(await File.ReadAllBytesAsync(PathOf(lake, key), cancellationToken));
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Not being able to remember only means to parse again.</summary>
    public async Task RememberAsync(Lake lake, string key, CancellationToken cancellationToken)
    {
        var aside = Lake.Aside(lake.Splits);
        try
        {
            await File.WriteAllBytesAsync(aside, JsonSerializer.SerializeToUtf8Bytes(this), cancellationToken);
            File.Move(aside, PathOf(lake, key), overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(aside);
        }
    }

    // Only those that are used: without them a key is what it was before there were any.
    static IEnumerable<string> Options(SourceFile file)
    {
        var (contract, plain) = (file.Contract, new CsvFormat(file.Csv.Delimiter, file.Csv.Quote, file.Csv.Encoding));
        var columns = contract.Columns.Where(column => column.From is not null || column.Format is not null || column.Folder is not null || file.MayLack(column))
            .Select(column => JsonSerializer.Serialize(new { column.Name, column.From, column.Format, Folder = column.Folder is null ? null : file.FolderOf(column), MayLack = file.MayLack(column) }));
        return [
            .. file.Csv == plain ? [] : new[] { JsonSerializer.Serialize(file.Csv) },
            .. contract.Rows is null && contract.Unknown is UnknownColumns.Allow ? [] : new[] { $"{contract.Rows} {contract.Unknown}" },
            .. columns,
        ];
    }

    static IEnumerable<string> Columns(SourceDefinition source) =>
        source.Contract.Columns.Select(column => $"{column.Name}\t{column.Type}{(column.Nullable ? "" : " not null")}");

    // Without a time in it, a file is the same to every zone.
    static string ZoneOf(SourceDefinition source) =>
        source.Contract.Columns.Any(column => ColumnType.Parse(column.Type).Family is TypeFamily.Timestamp) ? source.Zone ?? "none" : "";

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    static string PathOf(Lake lake, string key) => Path.Combine(lake.Splits, $"{key}.json");
}
