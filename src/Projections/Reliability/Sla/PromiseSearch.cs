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
    static readonly StoredDocument<Promise> Deliveries = new();
    static readonly string Area = Deliveries.Text(promise => promise.Area);
    static readonly string Interval = Deliveries.Ordered(promise => promise.Interval);
    static readonly string State = Deliveries.Text(promise => promise.State);
    static readonly string Deadline = Deliveries.Instant(promise => promise.Deadline);

    // A month is a prefix of its days, so that both compare as text.
    static readonly string Sql = $"""
        select {Deliveries.Data} from {Deliveries.Table}
        where ($1::text is null or {Area} = $1)
            and ({Interval} >= left($2, length({Deliveries.Text(promise => promise.Interval)})) and {Interval} <= $3
                or $4 and ({State} in ({StoredName.Quoted(PromiseState.Armed, PromiseState.AtRisk)})
                    or {State} in ({StoredName.Quoted(PromiseState.Missed, PromiseState.Partial)}) and {Deadline} >= $5 and {Deadline} < $6))
        """;

    static readonly string LatestSql = $"""
        select distinct on ({Area}) {Deliveries.Data} from {Deliveries.Table}
        order by {Area}, {Deadline} desc, {Interval} desc, {Deliveries.Text(promise => promise.Source)} nulls first
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
        await using var command = database.CreateCommand(Sql);
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
        await using var command = database.CreateCommand(LatestSql);
        return await command.RowsAsync(row => json.FromJson<Promise>(row, 0), cancellationToken);
    }
}
