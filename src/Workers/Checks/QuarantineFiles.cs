using System.Globalization;
using EventedPipelines.Projections.Checks;
using EventedPipelines.Workers.Engine;
using EventedPipelines.Workers.Runs;

namespace EventedPipelines.Workers.Checks;

public sealed class QuarantineFiles(Lake lake, ModelEngine engine) : IQuarantineFiles
{
    const string Hash = "__row_hash";
    const string Occurrence = "__occurrence";

    public async Task<IReadOnlyList<SetApartRow>> ReadAsync(string sha256, long skip, int take, CancellationToken token)
    {
        using var session = engine.Connect();
        var rows = $"select * from {Parquet.Read([await lake.VerifiedAsync(lake.Quarantine, sha256, token)])}";
        var columns = (await session.DescribeAsync(rows, token)).Select(column => column.Name).ToList();
        var values = columns.Where(column => column is not (RunRelations.File or RunRelations.Row or Hash or Occurrence)).ToList();
        var select = $"select {RunRelations.File}, {RunRelations.Row}, {Hash}, {Occurrence}, {Sql.List(values.Select(column => $"cast({Sql.Name(column)} as varchar)"))} from ({rows}) "
            + string.Create(CultureInfo.InvariantCulture, $"order by 1, 2 limit {take} offset {skip}");
        return await session.QueryAsync(
            select,
            row => new SetApartRow(
                row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3),
                values.Index().ToDictionary(column => column.Item, column => row.IsDBNull(4 + column.Index) ? null : row.GetString(4 + column.Index))),
            token);
    }
}
