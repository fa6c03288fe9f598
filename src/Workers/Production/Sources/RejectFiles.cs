using System.Globalization;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

public sealed class RejectFiles(Lake lake, ModelEngine engine) : IRejectFiles
{
    public async Task<IReadOnlyList<RejectedRow>> ReadAsync(SourceDefinition source, IngestedFile file, long skip, int take, CancellationToken cancellationToken)
    {
        if (file.Rejects is not { } sha256)
        {
            return [];
        }

        using var session = engine.Connect();
        var rows = Parquet.Read([await lake.VerifiedAsync(lake.Rejects, sha256, cancellationToken)], ", file_row_number = true");
        var select = $"select {RunRelations.File}, {RunRelations.Row}, \"column\", value, reason, raw from {rows} "
            + string.Create(CultureInfo.InvariantCulture, $"order by 1, 2, file_row_number limit {take} offset {skip}");
        var found = await session.QueryAsync(
            select,
            row => new RejectedRow(
                row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetString(5)),
            cancellationToken);
        var places = new RowPlaces(lake, source, [file]);
        return await places.ShownAsync(found, row => (row.File, row.Row), (row, name, number) => row with { File = name, Row = number }, cancellationToken);
    }
}
