using EventedPipelines.Domain.Pipelines;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>Runs models: each one SELECT over the run's sources without quarantined rows, and the models before it.</summary>
public sealed class Transforms(Lake lake, ModelEngine engine)
{
    const string Remedy = "Correct the model's SQL (DuckDB's dialect), or the data it reads.";

    /// <summary>
    /// The model's rows as a Parquet file of the lake. With a target they have its columns and types (<see cref="TargetColumns"/>) and the
    /// order of its key, so that the same input gives the same file. Errors are <see cref="StepFailedException"/>: permanent for the SQL,
    /// its columns and its values, transient for memory and disk; the place names the model, and the line of its SQL where there is one.
    /// </summary>
    public async Task<ModelOutput> RunAsync(RunMaterial material, ModelDefinition model, CancellationToken cancellation)
    {
        var place = $"model '{model.Id}'";
        var sql = model.Sql.TrimEnd().TrimEnd(';');
        using var session = engine.Connect();
        var prefix = EngineSession.Describing;
        try
        {
            var tree = await SqlGuard.SelectAsync(session, sql, Readable(material, model), place, cancellation);
            await new RunRelations(lake, material, cancellation).ShowAsync(session, tree.Reads(Readable(material, model)), model);
            var given = await session.DescribeAsync(sql, cancellation);
            await RefuseFloatsAsync(session, tree, model, place, cancellation);
            prefix = $"copy (select {(model.Target is { } target ? TargetColumns.Select(given, target, [.. material.NotYetDue, .. Silence.Of(model, material)], place) : TargetColumns.SelectAll(given))} from (";
            var rows = 0;
            var file = await lake.StoreAsync(
                lake.Models,
                async aside => rows = await session.ExecuteAsync(Parquet.Copy($"{prefix["copy (".Length..]}{sql}\n) {Order(model)}", aside), cancellation),
                cancellation);
            return new(file.Sha256, rows);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, error.LineIn(prefix, sql) is { } line ? $"{place}, line {line}" : place, Remedy);
        }
    }

    /// <summary>The names a model may read: sources, the models before it, and its own rows of earlier intervals.</summary>
    static List<string> Readable(RunMaterial material, ModelDefinition model) =>
    [
        .. material.Definition.Sources.Select(source => source.Id),
        .. material.Definition.Models.TakeWhile(earlier => earlier.Id != model.Id).Select(earlier => earlier.Id),
        ModelDefinition.Period,
        .. model.WindowOf(model.Id).ReadsEarlier ? [model.Id] : Array.Empty<string>(),
    ];

    // Columns declared as other decimals than money, such as a ratio, may be cast from a float, outermost and only there. A model
    // without a target may feed money.
    static async Task RefuseFloatsAsync(EngineSession session, SqlTree tree, ModelDefinition model, string place, CancellationToken cancellation)
    {
        var columns = model.Target?.Columns ?? [];
        var ratios = columns.Where(column => !ColumnType.Parse(column.Type).IsMoney).Select(column => column.Name).ToList();
        var isAboutMoney = model.Target is null || ratios.Count < columns.Count;
        if (isAboutMoney && await MoneyRule.IsBrokenAsync(session, tree, ratios, "", cancellation))
        {
            TargetColumns.RefuseFloat(place);
        }
    }

    static string Order(ModelDefinition model) =>
        model.Target is { Key.Count: > 0 } target ? $"order by {Sql.List(target.Key.Select(Sql.Name))}" : "";
}
