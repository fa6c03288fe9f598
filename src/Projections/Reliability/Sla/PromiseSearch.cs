using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Reliability.Sla;

/// <summary>
/// Reads the promises of intervals that touch a range of days, the latest deadline first. Of what is due at one instant, as the last day of a month and
/// the month are, the longer goes first, then what a source is waited for with.
/// </summary>
public static class PromiseSearch
{
    static readonly StoredDocument<Promise> deliveries = new();
    static readonly string area = deliveries.Text(promise => promise.Area);
    static readonly string interval = deliveries.Ordered(promise => promise.Interval);
    static readonly string state = deliveries.Text(promise => promise.State);
    static readonly string deadline = deliveries.Instant(promise => promise.Deadline);

    // A month is a prefix of its days, so that both compare as text.
    static readonly string sql = $"""
        select {deliveries.Data} from {deliveries.Table}
        where ($1::text is null or {area} = $1)
            and ({interval} >= left($2, length({deliveries.Text(promise => promise.Interval)})) and {interval} <= $3
                or $4 and ({state} in ({StoredName.Quoted(PromiseState.Armed, PromiseState.AtRisk)})
                    or {state} in ({StoredName.Quoted(PromiseState.Missed, PromiseState.Partial)}) and {deadline} >= $5 and {deadline} < $6))
        """;

    static readonly string latestSql = $"""
        select distinct on ({area}) {deliveries.Data} from {deliveries.Table}
        order by {area}, {deadline} desc, {interval} desc, {deliveries.Text(promise => promise.Source)} nulls first
        """;

    /// <param name="database">Where they are.</param>
    /// <param name="json">Reads them.</param>
    /// <param name="ofArea">Only an area's.</param>
    /// <param name="days">The first day and the last, both included.</param>
    /// <param name="withOpen">Also those of other days that have no verdict yet, or missed a deadline on these days.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<Promise>> FindAsync(
        NpgsqlDataSource database, ISerializer json, string? ofArea, (DateOnly From, DateOnly To) days, bool withOpen, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Rows.Parameter(ofArea, NpgsqlDbType.Text));
        command.Parameters.Add(new() { Value = DataInterval.Of(Grain.Day, days.From).ToString() });
        command.Parameters.Add(new() { Value = DataInterval.Of(Grain.Day, days.To).ToString() });
        command.Parameters.Add(new() { Value = withOpen });
        command.Parameters.Add(new() { Value = days.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
        command.Parameters.Add(new() { Value = days.To.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
        return [.. (await command.RowsAsync(row => json.FromJson<Promise>(row, 0), cancellationToken))
            .OrderByDescending(promise => promise.Deadline)
            .ThenBy(promise => promise.Area, StringComparer.Ordinal)
            .ThenByDescending(promise => promise.Interval.End)
            .ThenByDescending(promise => promise.Interval.Grain)
            .ThenBy(promise => promise.Source, StringComparer.Ordinal)];
    }

    /// <summary>Of each area the one with the latest deadline.</summary>
    public static async Task<IReadOnlyList<Promise>> LatestAsync(NpgsqlDataSource database, ISerializer json, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(latestSql);
        return await command.RowsAsync(row => json.FromJson<Promise>(row, 0), cancellationToken);
    }
}
