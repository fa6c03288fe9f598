using EventedPipelines.Domain.Sla;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Api.Sla;

/// <summary>Reads the deliveries of intervals that touch a range of days, the latest first.</summary>
public static class DeliverySearch
{
    // A month is a prefix of its days, so that both compare as text.
    const string Sql = """
        select data from ep.mt_doc_delivery
        where ($1::text is null or data ->> 'area' = $1)
            and (data ->> 'interval') collate "C" >= left($2, length(data ->> 'interval')) and (data ->> 'interval') collate "C" <= $3
        order by (data ->> 'deadline')::timestamptz desc, data ->> 'area', data ->> 'interval'
        """;

    const string LatestSql = """
        select distinct on (data ->> 'area') data from ep.mt_doc_delivery order by data ->> 'area', (data ->> 'deadline')::timestamptz desc, data ->> 'interval' desc
        """;

    public static async Task<IReadOnlyList<Delivery>> FindAsync(NpgsqlDataSource database, ISerializer json, string? area, DateOnly from, DateOnly to, CancellationToken token)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = (object?)area ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = $"{from:yyyy-MM-dd}" });
        command.Parameters.Add(new() { Value = $"{to:yyyy-MM-dd}" });
        return await ReadAsync(command, json, token);
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
