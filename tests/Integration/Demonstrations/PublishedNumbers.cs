using System.Text.Json;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Runs;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>A row of a target's table, or a latest point, as it is published. <paramref name="Of"/> is the table, or the pipeline whose point it is.</summary>
sealed record PublishedNumbers(string Of, string Interval, string Line, string State, string? Warning, string? Stale)
{
    public static async Task<IReadOnlyList<PublishedNumbers>> OfTableAsync(NpgsqlDataSource database, TargetDefinition target)
    {
        await using var command = database.CreateCommand($"""select *, "interval" as dataInterval from {TargetTables.NameOf(target)}""");
        await using var reader = await command.ExecuteReaderAsync();
        List<PublishedNumbers> rows = [];
        while (await reader.ReadAsync())
        {
            var line = Numbers.Line(target.Columns.Select(
                column => (column.Name, column.Type == "date" && reader[column.Name] is not DBNull ? reader.GetFieldValue<DateOnly>(reader.GetOrdinal(column.Name)) : Known(reader[column.Name]))));
            rows.Add(new(target.Table, (string)reader["dataInterval"], line, (string)reader["completeness"], Known(reader["warning"]) as string, Known(reader["stale"]) as string));
        }

        return rows;
    }

    public static async Task<IReadOnlyList<PublishedNumbers>> OfPointsAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            select pipeline, "interval", metric, period, dimensions::text, value, completeness, warning, stale_because from ep.investor_metrics where latest
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<PublishedNumbers> points = [];
        while (await reader.ReadAsync())
        {
            var dimensions = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(4))!;
            var line = Numbers.Point(reader.GetString(2), reader.GetString(3), string.Join(' ', dimensions.Select(pair => $"{pair.Key}={pair.Value}")), Known(reader[5]) as decimal?);
            points.Add(new(reader.GetString(0), reader.GetString(1), line, reader.GetString(6), Known(reader[7]) as string, Known(reader[8]) as string));
        }

        return points;
    }

    static object? Known(object value) => value is DBNull ? null : value;
}
