using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// What the SQL of a model has to be before it is run. A run asks it of its own rows and `validate` of empty tables with the same columns, so that
/// what passes there is not refused here for good (domain.md 2.6).
/// </summary>
static class ModelSql
{
    const string Remedy = "Correct the model's SQL (DuckDB's dialect), or the data it reads.";

    public static string PlaceOf(ModelDefinition model) => $"model '{model.Id}'";

    public static string Statement(ModelDefinition model) => Statement(model.Sql);

    public static string Statement(string sql) => sql.TrimEnd().TrimEnd(';');

    /// <summary>The names a model may read: sources, targets of other pipelines, the models before it, and its own rows of earlier intervals.</summary>
    public static List<string> Readable(PipelineDefinition definition, ModelDefinition model) =>
    [
        .. definition.Sources.Select(source => source.Id),
        .. definition.UpstreamTargets.Select(target => target.Table),
        .. definition.Models.TakeWhile(earlier => earlier.Id != model.Id).Select(earlier => earlier.Id),
        ModelDefinition.Period,
        .. model.WindowOf(model.Id).ReadsEarlier ? [model.Id] : Array.Empty<string>(),
    ];

    public static Task<SqlTree> ReadAsync(EngineSession session, PipelineDefinition definition, ModelDefinition model, CancellationToken cancellationToken) =>
        SqlGuard.SelectAsync(session, Statement(model), Readable(definition, model), PlaceOf(model), cancellationToken, model.Macros);

    /// <summary>
    /// What the SELECT gives, bound to the relations that it reads, and all that is wrong with it: columns that are not the target's, and
    /// floats on the way to money. SQL that does not bind is thrown.
    /// </summary>
    public static async Task<(IReadOnlyList<(string Name, string Type)> Given, IReadOnlyList<StepFailedException> Problems)> BindAsync(
        EngineSession session, SqlTree tree, PipelineDefinition definition, ModelDefinition model, CancellationToken cancellationToken)
    {
        var (place, sql) = (PlaceOf(model), Statement(model));
        await MacroSql.CreateAsync(session, model.Macros, cancellationToken);
        try
        {
            var given = await session.DescribeAsync(sql, cancellationToken);
            List<StepFailedException> problems = [.. model.Target is { } target ? TargetColumns.Problems(given, target, place) : []];
            if (problems.Count == 0 && await ProvenSql.OnceAsync(definition, place, sql, () => FloatAsync(session, tree, model, cancellationToken)) is { } found)
            {
                problems.Add(TargetColumns.Float(place, found.Line));
            }

            return (given, problems);
        }
        catch (EngineException error)
        {
            throw Failed(error, model, EngineSession.Describing);
        }
    }

    /// <summary>
    /// A float on its way to money that comes from an earlier model, where it was a whole number or a text: asked over relations in which such columns are
    /// the floats that they were made of.
    /// </summary>
    public static async Task<StepFailedException?> InheritedFloatAsync(EngineSession floats, SqlTree tree, ModelDefinition model, CancellationToken cancellationToken)
    {
        try
        {
            await MacroSql.CreateAsync(floats, model.Macros, cancellationToken);
            var given = await floats.DescribeAsync(Statement(model), cancellationToken);
            var isOpen = model.Target?.Columns.Any(column => ColumnType.Parse(column.Type).IsMoney
                && given.Any(has => string.Equals(has.Name, column.Name, StringComparison.OrdinalIgnoreCase) && ColumnType.Parse(has.Type).Family is TypeFamily.Float)) == true;
            var found = isOpen ? new FloatFound(null) : await FloatAsync(floats, tree, model, cancellationToken);
            return found is null ? null : TargetColumns.Float(PlaceOf(model), found.Line);
        }
        catch (Exception error) when (error is EngineException or StepFailedException)
        {
            // What takes whole numbers only, such as `%`, does not bind; nothing is known then.
            return null;
        }
    }

    /// <summary>An error of the statement that <paramref name="prefix"/> stands in front of the model's SQL in.</summary>
    public static StepFailedException Failed(EngineException error, ModelDefinition model, string prefix) =>
        Failure.Of(error, PlaceOf(model), Remedy, error.LineIn(prefix, Statement(model)));

    // Columns declared as other decimals than money, such as a ratio, may be cast from a float, outermost and only there. A model
    // without a target may feed money.
    static async Task<FloatFound?> FloatAsync(EngineSession session, SqlTree tree, ModelDefinition model, CancellationToken cancellationToken)
    {
        if (model.Target is not { } target)
        {
            return await MoneyRule.FindAsync(session, tree, [MoneyRule.EveryWhole], "", cancellationToken);
        }

        var ratios = target.Columns.Where(column => !ColumnType.Parse(column.Type).IsMoney).Select(column => column.Name).ToList();
        return ratios.Count < target.Columns.Count ? await MoneyRule.FindAsync(session, tree, ratios, "", cancellationToken) : null;
    }
}
