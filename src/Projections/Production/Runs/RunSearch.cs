using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Production.Runs;

/// <summary>Which runs are asked for: those of intervals that touch the days from..to.</summary>
public sealed record RunFilter(string? Pipeline, string? Area, RunOutcome? Outcome, RunStage? Stage, DateOnly? From, DateOnly? To);

/// <summary>The sort key of a run. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record RunKey(long StartedAt, Guid Id);

/// <summary>Reads the runs' documents, newest first.</summary>
public static class RunSearch
{
    // The interval of a month is as long as "2026-11".
    const int OfMonth = 7;

    static readonly StoredDocument<RunDetails> Runs = new();

    static readonly NewestFirst<RunDetails> Newest = new(run => run.StartedAt, $"""
        ($4::text is null or {Runs.Column(run => run.Pipeline)} = $4) and ($5::text is null or {Runs.Column(run => run.Area)} = $5)
            and ($6::text is null or {Runs.Text(run => run.Outcome)} = $6) and ($7::text is null or {Runs.Text(run => run.Stage)} = $7)
            and ($8::date is null or {Runs.Column(run => run.From)} >= $8
                or (length({Runs.Text(run => run.Interval)}) = {OfMonth} and {Runs.Column(run => run.From)} >= date_trunc('month', $8)))
            and ($9::date is null or {Runs.Column(run => run.From)} <= $9)
        """);

    public static async Task<IReadOnlyList<(RunDetails Run, RunKey Key)>> FindAsync(
        NpgsqlDataSource database, ISerializer json, RunFilter filter, RunKey? after, int limit, CancellationToken cancellationToken)
    {
        var found = await Newest.ReadAsync(
            database, json, after is null ? null : (after.StartedAt, after.Id), limit, cancellationToken,
            Rows.Parameter(filter.Pipeline, NpgsqlDbType.Text), Rows.Parameter(filter.Area, NpgsqlDbType.Text), Rows.Word(filter.Outcome), Rows.Word(filter.Stage),
            Rows.Parameter(filter.From, NpgsqlDbType.Date), Rows.Parameter(filter.To, NpgsqlDbType.Date));
        return [.. found.Select(row => (row.Document, new RunKey(row.At, row.Id)))];
    }
}
