using System.Data;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Workers.Production.Engine;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Workers.Production.Sources.Kinds.Postgres;

/// <summary>
/// Streams the rows of one SELECT into JSON Lines, each value as the server's own text or null. Neither CSV, whose reader takes an empty text for null, nor Parquet, whose types are
/// narrower than PostgreSQL's, would keep all of them.
/// </summary>
sealed class PostgresFetch(PostgresOrigin origin, FetchRequest request, FetchFolder folder)
{
    const string RowsName = "rows.jsonl";
    const int Megabyte = 1_000_000;

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly string _place = $"source '{request.SourceId}', {request.Period}";
    readonly TimeSpan _timeout = origin.Timeout ?? PostgresOrigin.UsualTimeout;

    public async Task<FetchResult> FetchAsync(CancellationToken cancellationToken)
    {
        var query = PostgresQuery.Of(origin.Query);
        if (query.Problem is { } problem)
        {
            throw Failure.Permanent(_place, problem, "Write one SELECT that changes nothing.");
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_timeout);
        IReadOnlyList<string> secrets = [];
        var sent = "";
        try
        {
            (var source, secrets) = await PostgresConnection.OfAsync(origin, _place, limited.Token);
            await using var disposed = source;
            await using var connection = await PostgresConnection.OpenAsync(source, limited.Token);
            await RestrictAsync(connection, limited.Token);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, limited.Token);
            sent = $"select * from (\n{query.Sql}\n) as period";
            var columns = await ColumnsAsync(connection, sent, query, limited.Token);
            sent = $"select {Sql.List(columns.Select(column => column.Selected))} from (\n{query.Sql}\n) as period({Sql.List(columns.Select(column => column.Alias))})";
            var rows = await WriteAsync(connection, sent, query, columns, limited.Token);
            await transaction.CommitAsync(limited.Token);
            return rows == 0 && origin.NothingYetWhenEmpty ? new NothingYet("The query gave no rows.") : await FetchedAsync(cancellationToken);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure.Transient(_place, string.Create(CultureInfo.InvariantCulture, $"The server was not done within {_timeout.TotalSeconds:0.###} s."), "It is tried again later. Ask for less, let an index help, or raise `timeout`.", error);
        }
        catch (Exception error) when (error is not OperationCanceledException and not IOException { InnerException: null } and not UnauthorizedAccessException)
        {
            throw PostgresFailure.Of(error, _place, sent, secrets);
        }
    }

    async Task<FetchResult> FetchedAsync(CancellationToken cancellationToken)
    {
        var files = await folder.CompleteAsync(cancellationToken);
        return new Fetched(files, files, FileFormat.Jsonl, []);
    }

    // The zone is that in which the workspace's SQL takes days of instants.
    async Task RestrictAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        (string Name, string Value)[] settings =
        [
            ("default_transaction_read_only", "on"),
            ("statement_timeout", Milliseconds(_timeout)),
            ("lock_timeout", Milliseconds(origin.LockTimeout ?? PostgresOrigin.UsualLockTimeout)),
            ("idle_in_transaction_session_timeout", Milliseconds(_timeout)),
            ("timezone", request.Zone.Id),
            ("datestyle", "ISO"),
            ("intervalstyle", "iso_8601"),
            ("extra_float_digits", "3"),
            ("bytea_output", "hex"),
            ("standard_conforming_strings", "on"),
        ];
        await using var command = new NpgsqlCommand($"select {Sql.List(settings.Select(setting => $"set_config({Sql.Text(setting.Name)}, {Sql.Text(setting.Value)}, false)"))}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    async Task<IReadOnlyList<PostgresColumn>> ColumnsAsync(NpgsqlConnection connection, string sql, PostgresQuery query, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, query);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken);
        List<PostgresColumn> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(position => new PostgresColumn(reader.GetName(position), reader.GetPostgresType(position), position))];
        return columns.GroupBy(column => column.Name.Value).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw Failure.Permanent(_place, $"The query gives two columns that are called '{twice}'.", "Give each a name of its own with AS.")
            : columns;
    }

    async Task<long> WriteAsync(NpgsqlConnection connection, string sql, PostgresQuery query, IReadOnlyList<PostgresColumn> columns, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, query);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        await using var file = new FileStream(folder.PathOf(RowsName), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        await using var json = new Utf8JsonWriter(file, Plain);
        var (rows, most, bytes) = (0L, origin.MostRows ?? PostgresOrigin.UsualRows, (long)(origin.Megabytes ?? PostgresOrigin.UsualMegabytes) * Megabyte);
        while (await reader.ReadAsync(cancellationToken))
        {
            Write(reader, json, columns);
            json.Flush();
            json.Reset();
            file.WriteByte((byte)'\n');
            if (++rows > most || file.Position > bytes)
            {
                throw Failure.Permanent(_place, rows > most ? $"There are more than {most} rows." : $"The rows are more than {bytes / Megabyte} MB.", "Ask for less, or raise `most_rows` or `total_mb`.");
            }
        }

        return rows;
    }

    static void Write(NpgsqlDataReader reader, Utf8JsonWriter json, IReadOnlyList<PostgresColumn> columns)
    {
        json.WriteStartObject();
        for (var position = 0; position < columns.Count; position++)
        {
            if (reader.IsDBNull(position))
            {
                json.WriteNull(columns[position].Name);
            }
            else
            {
                json.WriteString(columns[position].Name, reader.GetString(position));
            }
        }

        json.WriteEndObject();
    }

    NpgsqlCommand Command(NpgsqlConnection connection, string sql, PostgresQuery query)
    {
        var command = new NpgsqlCommand(sql, connection);

        // Without any parameter Npgsql would look for semicolons after all; one that is not used changes nothing.
        foreach (var name in query.Parameters.DefaultIfEmpty(PostgresQuery.Known[0]))
        {
            command.Parameters.Add(Parameter(name, request.Period, request.Zone));
        }

        return command;
    }

    static NpgsqlParameter Parameter(string name, DataInterval period, TimeZoneInfo zone) => name switch
    {
        "first" => new() { Value = period.First, NpgsqlDbType = NpgsqlDbType.Date },
        "last" => new() { Value = period.Last, NpgsqlDbType = NpgsqlDbType.Date },
        "next" => new() { Value = period.End, NpgsqlDbType = NpgsqlDbType.Date },
        "first_at" => new() { Value = period.OpensAt(zone).UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new() { Value = period.ClosesAt(zone).UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
    };

    static string Milliseconds(TimeSpan time) => Math.Max(1, (long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
