using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Production.Checks;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Schemas;

/// <summary>
/// Which of a pipeline's models, tables, metrics and checks read a column of a source: those that the engine cannot bind once it is gone. So `select *` that nobody uses the column of
/// breaks nothing, and a column behind three names is found. A table that cannot be published breaks what reads it in other pipelines (domain.md 1.4).
/// </summary>
public sealed class ColumnReaders(WorkspaceKinds kinds)
{
    /// <summary>
    /// What becomes of the pipelines where the source has no such column: of those that read it, and of those that read what others then cannot publish. Nothing, of a column that
    /// it does not know.
    /// </summary>
    public async Task<IReadOnlyList<DriftReader>> OfAsync(IReadOnlyList<PipelineDefinition> pipelines, string source, string column, CancellationToken cancellationToken)
    {
        Dictionary<string, DriftReader?> found = new(StringComparer.Ordinal);
        foreach (var pipeline in pipelines)
        {
            await FindAsync(pipeline);
        }

        return [.. pipelines.Select(pipeline => found[pipeline.Id]).OfType<DriftReader>()];

        // Of what it reads first.
        async Task FindAsync(PipelineDefinition pipeline)
        {
            if (!found.TryAdd(pipeline.Id, null))
            {
                return;
            }

            foreach (var upstream in pipelines.Where(other => pipeline.UpstreamTargets.Any(target => target.Pipeline == other.Id)))
            {
                await FindAsync(upstream);
            }

            HashSet<string> lost =
            [
                .. pipeline.UpstreamTargets.Where(target => found.GetValueOrDefault(target.Pipeline)?.Targets.Contains(target.Table) is true).Select(target => target.Table),
            ];
            if (lost.Count > 0 || pipeline.Sources.Any(read => read.Id == source))
            {
                found[pipeline.Id] = await OfAsync(pipeline, source, column, lost, cancellationToken);
            }
        }
    }

    // broken: at first the tables of others that are lost to it.
    async Task<DriftReader> OfAsync(PipelineDefinition reader, string source, string column, HashSet<string> broken, CancellationToken cancellationToken)
    {
        using var whole = new ScratchSession();
        using var without = new ScratchSession();
        foreach (var session in new[] { whole, without })
        {
            session.Create(ModelDefinition.Period, [new("first_day", "date"), new("last_day", "date")]);
            foreach (var target in reader.UpstreamTargets)
            {
                session.Create(target.Table, target.Columns);
            }
        }

        foreach (var known in reader.Sources)
        {
            var columns = known.Contract.Columns;
            whole.Create(known.Id, columns);
            without.Create(known.Id, known.Id == source ? Without(known.Contract, column).Columns : columns);
        }

        foreach (var model in reader.Models)
        {
            if (await BreaksAsync(reader, model, whole, without, broken, cancellationToken))
            {
                broken.Add(model.Id);
            }
        }

        List<CheckDefinition> checks = [];
        foreach (var check in reader.Checks)
        {
            if (broken.Contains(check.Target) || (check.Target == source && await BreaksAsync(check, Without(reader.Source(source).Contract, column), without, cancellationToken)))
            {
                checks.Add(check);
            }
        }

        // The source's own checks are the source's: what they say they say to all.
        ModelDefinition[] models = [.. reader.Models.Where(model => broken.Contains(model.Id))];
        return new(
            reader.Id, reader.Area, models.Length > 0 || checks.Exists(check => !check.IsOfSource(source)), [.. models.Select(model => model.Id)],
            [.. models.Select(model => model.Target?.Table).OfType<string>()], [.. reader.Metrics.Where(metric => broken.Contains(metric.Model)).Select(metric => metric.Id).Distinct()],
            [.. checks.Select(check => check.Id)]);
    }

    // A table has a column.
    static Contract Without(Contract contract, string column) =>
        contract.Columns.Count > 1 ? contract with { Columns = [.. contract.Columns.Where(other => other.Name != column)] } : contract;

    static async Task<bool> BreaksAsync(
        PipelineDefinition reader, ModelDefinition model, ScratchSession whole, ScratchSession without, HashSet<string> broken, CancellationToken cancellationToken)
    {
        var readsItself = model.Target is not null && model.WindowOf(model.Id).ReadsEarlier;
        if (readsItself)
        {
            whole.Create(model.Id, model.Target!.Columns);
            without.Create(model.Id, model.Target!.Columns);
        }

        var tree = await ModelSql.ReadAsync(whole.Engine, reader, model, cancellationToken);
        await MacroSql.CreateAsync(whole.Engine, model.Macros, cancellationToken);
        List<Column> all = [.. model.Target?.Columns ?? ColumnsOf(await whole.Engine.DescribeAsync(ModelSql.Statement(model), cancellationToken))];
        var left = tree.Reads(broken).Count > 0 ? null : await LeftAsync(without, model, cancellationToken);
        var breaks = left is null || (model.Target is { } target && target.Columns.Any(column => !left.Exists(other => string.Equals(other.Name, column.Name, StringComparison.OrdinalIgnoreCase))));
        if (!readsItself)
        {
            whole.Create(model.Id, all);
            without.Create(model.Id, breaks || model.Target is not null ? all : left!);
        }

        return breaks;
    }

    static async Task<List<Column>?> LeftAsync(ScratchSession without, ModelDefinition model, CancellationToken cancellationToken)
    {
        try
        {
            await MacroSql.CreateAsync(without.Engine, model.Macros, cancellationToken);
            return [.. ColumnsOf(await without.Engine.DescribeAsync(ModelSql.Statement(model), cancellationToken))];
        }
        catch (Exception error) when (error is EngineException or StepFailedException)
        {
            return null;
        }
    }

    async Task<bool> BreaksAsync(CheckDefinition check, Contract contract, ScratchSession without, CancellationToken cancellationToken)
    {
        try
        {
            var rows = $"(select *, '' as {RunRelations.File}, cast(0 as bigint) as {RunRelations.Row} from {Sql.Name(check.Target)})";
            await CheckSql.BindAsync(without.Engine, kinds.Get<ICheckKind>(check.Kind.Name), check, contract, rows, cancellationToken);
            return false;
        }
        catch (Exception error) when (error is EngineException or StepFailedException)
        {
            return true;
        }
    }

    static IEnumerable<Column> ColumnsOf(IReadOnlyList<(string Name, string Type)> described) => described.Select(column => new Column(column.Name, TargetColumns.Stored(column.Type)));
}
