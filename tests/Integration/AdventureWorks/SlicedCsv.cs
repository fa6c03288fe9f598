using System.Globalization;
using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.AdventureWorks;

/// <summary>
/// A pipeline's sources as DuckDB tables with the contracts' types, and its model's rows for one data interval: the SQL by itself, without
/// the engine.
/// </summary>
sealed class SlicedCsv : IDisposable
{
    readonly DuckDBConnection _connection = new("DataSource=:memory:");
    readonly PipelineDefinition _pipeline;

    public SlicedCsv(PipelineDefinition pipeline, string dataFolder)
    {
        _pipeline = pipeline;
        _connection.Open();
        foreach (var source in pipeline.Sources)
        {
            var types = string.Join(", ", source.Contract.Columns.Select(column => $"'{column.Name}': '{column.Type}'"));
            var day = source.Reference ? "null" : source.Split;
            var rows = $"read_csv('{Path.Combine(dataFolder, source.Path)}', header = true, columns = {{{types}}})";
            Execute($"create table raw_{source.Id} as select *, {day} as slice_day from {rows}");
        }
    }

    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(DataInterval dataInterval)
    {
        foreach (var source in _pipeline.Sources)
        {
            var own = source.Reference ? "true" : $"slice_day >= date '{Iso(dataInterval.First)}' and slice_day < date '{Iso(dataInterval.End)}'";
            Execute($"create or replace temp view {source.Id} as select * exclude (slice_day) from raw_{source.Id} where {own}");
        }

        using var command = _connection.CreateCommand();
        command.CommandText = _pipeline.Models[^1].Sql;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, at => reader.IsDBNull(at) ? null : reader.GetValue(at)));
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
