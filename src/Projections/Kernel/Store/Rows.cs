using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>Parameters that may be null, and rows.</summary>
static class Rows
{
    public static NpgsqlParameter Parameter(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static NpgsqlParameter Word<T>(T? member)
        where T : struct, Enum => Parameter(member is { } known ? StoredName.Of(known) : null, NpgsqlDbType.Text);

    public static async Task<List<T>> RowsAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.RowsAsync(row, cancellationToken);
    }

    /// <summary>Those of the result that the reader is at.</summary>
    public static async Task<List<T>> RowsAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        List<T> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(row(reader));
        }

        return found;
    }

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Instant(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    public static T? Word<T>(this NpgsqlDataReader row, int column)
        where T : struct, Enum => row.IsDBNull(column) ? null : StoredName.Parse<T>(row.GetString(column));
}
