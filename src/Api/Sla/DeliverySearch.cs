using EventedPipelines.Domain.Sla;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Sla;

/// <summary>
/// Reads the deliveries of intervals that touch a range of days, the latest deadline first. Of what is due at one instant, as the last day of a month and
/// the month are, the longer goes first, then what a source is waited for with.
/// </summary>
public static class DeliverySearch
{
    // A month is a prefix of its days, so that both compare as text.
    const string Sql = """
        select data from ep.mt_doc_delivery
        where ($1::text is null or data ->> 'area' = $1)
            and ((data ->> 'interval') collate "C" >= left($2, length(data ->> 'interval')) and (data ->> 'interval') collate "C" <= $3
                or $4 and (data ->> 'state' in ('Armed', 'AtRisk')
                    or data ->> 'state' in ('Missed', 'Partial') and (data ->> 'deadline')::timestamptz >= $5 and (data ->> 'deadline')::timestamptz < $6))
        """;

    const string LatestSql = """
        select distinct on (data ->> 'area') data from ep.mt_doc_delivery
        order by data ->> 'area', (data ->> 'deadline')::timestamptz desc, (data ->> 'interval') collate "C" desc, data ->> 'source' nulls first
        """;

    /// <param name="database">Where they are.</param>
    /// <param name="json">Reads them.</param>
    /// <param name="area">Only an area's.</param>
    /// <param name="range">The days.</param>
    /// <param name="withOpen">Also those of other days that have no verdict yet, or missed a deadline on these days.</param>
    /// <param name="token">Cancels.</param>
    public static async Task<IReadOnlyList<Delivery>> FindAsync(NpgsqlDataSource database, ISerializer json, string? area, SlaRange range, bool withOpen, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (object?)area ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = $"{range.From:yyyy-MM-dd}" });
        command.Parameters.Add(new() { Value = $"{range.To:yyyy-MM-dd}" });
        command.Parameters.Add(new() { Value = withOpen });
        command.Parameters.Add(new() { Value = range.From.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
        command.Parameters.Add(new() { Value = range.To.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
        return [.. (await ReadAsync(command, json, token))
            .OrderByDescending(delivery => delivery.Deadline)
            .ThenBy(delivery => delivery.Area, StringComparer.Ordinal)
            .ThenByDescending(delivery => delivery.Interval.End)
            .ThenByDescending(delivery => delivery.Interval.Grain)
            .ThenBy(delivery => delivery.Source, StringComparer.Ordinal)];
    }

    /// <summary>Of each area the one with the latest deadline.</summary>
    public static async Task<IReadOnlyList<Delivery>> LatestAsync(NpgsqlDataSource database, ISerializer json, CancellationToken token)
    {
        await using var command = database.CreateCommand(LatestSql);
        return await ReadAsync(command, json, token);
    }

    static async Task<IReadOnlyList<Delivery>> ReadAsync(NpgsqlCommand command, ISerializer json, CancellationToken token)
    {
        await using var reader = await command.ExecuteReaderAsync(token);
        List<Delivery> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add(await json.FromJsonAsync<Delivery>(reader, 0, token));
        }

        return found;
    }
}
