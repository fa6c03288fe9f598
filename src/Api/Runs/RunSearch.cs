using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Runs;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Runs;

/// <summary>Which runs are asked for: those of intervals that touch the days from..to.</summary>
public sealed record RunFilter(string? Pipeline, string? Area, RunOutcome? Outcome, RunStage? Stage, DateOnly? From, DateOnly? To);

/// <summary>The sort key of a run. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record RunKey(long StartedAt, Guid Id);

/// <summary>Reads the runs' documents, newest first.</summary>
public static class RunSearch
{
    const string StartedAt = "ep.mt_immutable_timestamptz(data ->> 'startedAt')";

    const string Sql = $"""
        select data, (extract(epoch from {StartedAt}) * 1000000)::bigint, id from ep.mt_doc_run_details
        where ($1::text is null or pipeline = $1) and ($2::text is null or area = $2)
            and ($3::text is null or data ->> 'outcome' = $3) and ($4::text is null or data ->> 'stage' = $4)
            and ($5::date is null or "from" >= $5 or (length(data ->> 'interval') = 7 and "from" >= date_trunc('month', $5))) and ($6::date is null or "from" <= $6)
            and ($7::timestamptz is null or ({StartedAt}, id) < ($7, $8))
        order by {StartedAt} desc, id desc
        limit $9
        """;

    public static async Task<IReadOnlyList<(RunDetails Run, RunKey Key)>> FindAsync(
        NpgsqlDataSource database, ISerializer json, RunFilter filter, RunKey? after, int limit, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Nullable(filter.Pipeline, NpgsqlDbType.Text),
            Nullable(filter.Area, NpgsqlDbType.Text),
            Nullable(filter.Outcome?.ToString(), NpgsqlDbType.Text),
            Nullable(filter.Stage?.ToString(), NpgsqlDbType.Text),
            Nullable(filter.From, NpgsqlDbType.Date),
            Nullable(filter.To, NpgsqlDbType.Date),
            Nullable(after is null ? null : DateTime.UnixEpoch.AddMicroseconds(after.StartedAt), NpgsqlDbType.TimestampTz),
            new() { Value = after?.Id ?? Guid.Empty },
            new() { Value = limit },
        });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<(RunDetails, RunKey)> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add((await json.FromJsonAsync<RunDetails>(reader, 0, token), new(reader.GetInt64(1), reader.GetGuid(2))));
        }

        return found;
    }

    static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
