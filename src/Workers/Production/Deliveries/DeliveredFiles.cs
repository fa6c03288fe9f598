using System.IO.Enumeration;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Workers.Production.Deliveries;

/// <summary>The size and time of a file, by which a change is seen without reading it.</summary>
public readonly record struct DeliveredStamp(long Size, long ModifiedTicks);

/// <summary>
/// The stamps of all files below the data folder as they were last looked at, in `file_stamps`: so that a change is also seen where the file system tells nothing,
/// and one that was made while nobody ran (domain.md 2.5). Lost, every file has changed once.
/// </summary>
public sealed class DeliveredFiles(DataFolder folder, NpgsqlDataSource database)
{
    static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    Dictionary<string, DeliveredStamp>? _known;

    /// <summary>The names, below the data folder, of files that are others than when they were last looked at.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveredStamp>> ChangedAsync(CancellationToken cancellationToken)
    {
        _known ??= await LoadAsync(cancellationToken);
        var found = new FileSystemEnumerable<(string Name, DeliveredStamp Stamp)>(
            folder.Path,
            (ref FileSystemEntry entry) => (Path.GetRelativePath(folder.Path, entry.ToFullPath()), new(entry.Length, entry.LastWriteTimeUtc.UtcTicks)),
            Everything)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !entry.FileName.StartsWith('.'),
        };
        return found.Where(file => !_known.TryGetValue(file.Name, out var stamp) || stamp != file.Stamp).ToDictionary(file => file.Name, file => file.Stamp, StringComparer.Ordinal);
    }

    /// <summary>They were looked at as they were then.</summary>
    public async Task RememberAsync(IReadOnlyDictionary<string, DeliveredStamp> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        await using var command = database.CreateCommand("""
            insert into ep.file_stamps (path, size, modified) select * from unnest($1::text[], $2::bigint[], $3::bigint[])
            on conflict (path) do update set size = excluded.size, modified = excluded.modified
            """);
        command.Parameters.Add(new() { Value = files.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = files.Values.Select(stamp => stamp.Size).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = files.Values.Select(stamp => stamp.ModifiedTicks).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var (name, stamp) in files)
        {
            _known![name] = stamp;
        }
    }

    async Task<Dictionary<string, DeliveredStamp>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select path, size, modified from ep.file_stamps");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, DeliveredStamp> known = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            known[reader.GetString(0)] = new(reader.GetInt64(1), reader.GetInt64(2));
        }

        return known;
    }
}
