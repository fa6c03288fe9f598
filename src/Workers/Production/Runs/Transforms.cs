using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>Runs models: each one SELECT over the run's sources without quarantined rows, and the models before it.</summary>
public sealed class Transforms(Lake lake, ModelEngine engine)
{
    /// <summary>
    /// The model's rows as a Parquet file of the lake. With a target they have its columns and types (<see cref="TargetColumns"/>) and the
    /// order of its key, so that the same input gives the same file. Errors are <see cref="StepFailedException"/>: permanent for the SQL,
    /// its columns and its values, transient for memory and disk; the place names the model, and the line of its SQL where there is one.
    /// </summary>
    public async Task<ModelOutput> RunAsync(RunMaterial material, ModelDefinition model, CancellationToken cancellationToken)
    {
        var sql = ModelSql.Statement(model);
        using var session = engine.Connect();
        var tree = await ModelSql.ReadAsync(session, material.Definition, model, cancellationToken);
        await ShowAsync(session, tree.Reads(ModelSql.Readable(material.Definition, model)), material, model, cancellationToken);
        var (given, problems) = await ModelSql.BindAsync(session, tree, material.Definition, model, cancellationToken);
        if (problems is [var first, ..])
        {
            throw first;
        }

        var prefix = $"copy (select {(model.Target is { } target ? TargetColumns.Select(given, target, Silence.Lacking(model, material)) : TargetColumns.SelectAll(given))} from (";
        try
        {
            var rows = 0;
            var file = await lake.StoreAsync(
                lake.Models,
                async aside => rows = await session.ExecuteAsync(Parquet.Copy($"{prefix["copy (".Length..]}{sql}\n) {Order(model)}", aside), cancellationToken),
                cancellationToken);
            return new(file.Sha256, rows);
        }
        catch (EngineException error)
        {
            throw ModelSql.Failed(error, model, prefix);
        }
    }

    async Task ShowAsync(EngineSession session, IEnumerable<string> names, RunMaterial material, ModelDefinition model, CancellationToken cancellationToken)
    {
        try
        {
            await new RunRelations(lake, material, cancellationToken).ShowAsync(session, names, model);
        }
        catch (EngineException error)
        {
            throw ModelSql.Failed(error, model, "");
        }
    }

    static string Order(ModelDefinition model) =>
        model.Target is { Key.Count: > 0 } target ? $"order by {Sql.List(target.Key.Select(Sql.Name))}" : "";
}
