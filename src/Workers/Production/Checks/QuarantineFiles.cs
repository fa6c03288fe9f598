using System.Globalization;
using EventedPipelines.Application.Production.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;
using EventedPipelines.Workers.Production.Sources;

namespace EventedPipelines.Workers.Production.Checks;

public sealed class QuarantineFiles(Lake lake, ModelEngine engine) : IQuarantineFiles
{
    const string Readmit = "__readmit";

    static readonly string[] Known = [RunRelations.File, RunRelations.Row, QuarantineColumns.Hash, QuarantineColumns.Occurrence, Readmit];

    public async Task<IReadOnlyList<SetApartRow>> ReadAsync(
        QuarantinedRows apart, IReadOnlyList<StandingVerdict> verdicts, SourceDefinition source, IReadOnlyList<IngestedFile> delivered, long skip, int take, CancellationToken cancellationToken)
    {
        using var session = engine.Connect();
        var inForce = await Verdicts.InForceAsync(lake, apart.Check, apart.RuleVersion, verdicts, cancellationToken)
            ?? "select cast(null as varchar) as hash, cast(null as bigint) as occurrence, cast(null as boolean) as readmit";
        var rows = $"select apart.*, said.readmit as {Readmit} from {Parquet.Read([await lake.VerifiedAsync(lake.Quarantine, apart.Sha256, cancellationToken)])} as apart "
            + $"left join ({inForce}) as said on said.hash = apart.{QuarantineColumns.Hash} and said.occurrence = apart.{QuarantineColumns.Occurrence}";
        var values = (await session.DescribeAsync(rows, cancellationToken)).Select(column => column.Name).Except(Known).ToList();
        var select = $"select {Sql.List([.. Known, .. values.Select(column => $"cast({Sql.Name(column)} as varchar)")])} from ({rows}) "
            + string.Create(CultureInfo.InvariantCulture, $"order by 1, 2 limit {take} offset {skip}");
        var found = await session.QueryAsync(
            select,
            row => new SetApartRow(
                row.GetString(0), row.GetInt64(1), new(row.GetString(2), row.GetInt64(3)),
                values.Index().ToDictionary(column => column.Item, column => row.IsDBNull(Known.Length + column.Index) ? null : row.GetString(Known.Length + column.Index)),
                row.IsDBNull(4) ? null : row.GetBoolean(4) ? Verdict.Readmit : Verdict.Discard),
            cancellationToken);
        var places = new RowPlaces(lake, source, delivered);
        return await places.ShownAsync(found, row => (row.File, row.Row), (row, name, number) => row with { File = name, Row = number }, cancellationToken);
    }

    public async Task<IReadOnlySet<RowKey>> FindAsync(IReadOnlyCollection<string> files, IReadOnlyCollection<RowKey> rows, CancellationToken cancellationToken)
    {
        if (files.Count == 0 || rows.Count == 0)
        {
            return new HashSet<RowKey>();
        }

        var paths = new List<string>();
        foreach (var file in files)
        {
            paths.Add(await lake.VerifiedAsync(lake.Quarantine, file, cancellationToken));
        }

        using var session = engine.Connect();
        var named = Sql.List(rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"({Sql.Text(row.RowHash)}, {row.Occurrence})")));
        var found = await session.QueryAsync(
            $"select distinct {QuarantineColumns.Hash}, {QuarantineColumns.Occurrence} from {Parquet.Read(paths, ", union_by_name = true")} where ({QuarantineColumns.Hash}, {QuarantineColumns.Occurrence}) in ({named})",
            row => new RowKey(row.GetString(0), row.GetInt64(1)),
            cancellationToken);
        return found.ToHashSet();
    }
}
