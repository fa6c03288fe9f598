using DuckDB.NET.Data;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// Asks all SQL of a pipeline what its runs will ask it, over empty tables with the columns of its sources and of what it reads of other pipelines, so that nothing passes here and
/// fails there for good (domain.md 2.6). Nothing is executed: DuckDB only describes the results.
/// </summary>
sealed class SqlBinding(PipelineDefinition definition, WorkspaceKinds kinds, ProblemList problems, SqlHome home, ScratchSession scratch, ScratchSession floats, CancellationToken cancellationToken)
{
    // Models with columns that were made of floats; in `floats` they are floats.
    readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <param name="definition">The pipeline.</param>
    /// <param name="pieces">All SQL of it.</param>
    /// <param name="checks">Where each check stands.</param>
    /// <param name="problems">Where to say what is wrong.</param>
    /// <param name="home">Where its own SQL stands, and the macros that it calls.</param>
    public static void Check(
        PipelineDefinition definition, IReadOnlyList<SqlPiece> pieces, IReadOnlyDictionary<string, Place> checks, WorkspaceKinds kinds, ProblemList problems, SqlHome home)
    {
        using var scratch = new ScratchSession();
        using var floats = new ScratchSession();
        foreach (var session in new[] { scratch, floats })
        {
            session.Create(ModelDefinition.Period, [new("first_day", "date"), new("last_day", "date")]);
            foreach (var source in definition.Sources)
            {
                session.Create(source.Id, source.Contract.Columns);
            }

            foreach (var target in definition.UpstreamTargets)
            {
                session.Create(target.Table, target.Columns);
            }
        }

        // The engine is asked on threads of the pool; the loader is not asynchronous, and reads a workspace once.
        new SqlBinding(definition, kinds, problems, home, scratch, floats, CancellationToken.None).CheckAsync(pieces, checks).GetAwaiter().GetResult();
    }

    async Task CheckAsync(IReadOnlyList<SqlPiece> pieces, IReadOnlyDictionary<string, Place> checks)
    {
        foreach (var piece in pieces.Where(piece => piece.Use is SqlUse.Model))
        {
            var macros = definition.Model(piece.On).Macros ?? [];
            var isFound = true;
            ShowItself(definition.Model(piece.On));
            foreach (var macro in macros)
            {
                isFound = isFound && await TriedAsync(home.Macros[macro.Name], () => MacroSql.CreateAsync(scratch.Engine, [macro], cancellationToken));
            }

            if (!isFound || !await TriedAsync(piece.Place, () => ModelAsync(piece)))
            {
                // What comes later cannot be judged without its columns.
                return;
            }

            // Only models have them: what else calls one is refused here, as it would be by a run.
            await MacroSql.DropAsync(scratch.Engine, macros, cancellationToken);
            await MacroSql.DropAsync(floats.Engine, macros, cancellationToken);
        }

        var isFine = true;
        foreach (var piece in pieces.Where(piece => piece.Use is not SqlUse.Model))
        {
            isFine &= await TriedAsync(piece.Place, () => ExpressionAsync(piece));
        }

        // The statements of checks are made of what has just been asked for.
        foreach (var check in definition.Checks.Where(check => isFine && check.Where is null))
        {
            await TriedAsync(checks[check.Id], () => BoundAsync(check));
        }
    }

    static bool ReadsItself(ModelDefinition model) => model.Target is not null && model.WindowOf(model.Id).ReadsEarlier;

    // Its macros may read it as well.
    void ShowItself(ModelDefinition model)
    {
        if (ReadsItself(model))
        {
            scratch.Create(model.Id, model.Target!.Columns);
            floats.Create(model.Id, model.Target!.Columns);
        }
    }

    async Task ModelAsync(SqlPiece piece)
    {
        var model = definition.Model(piece.On);
        var tree = await ModelSql.ReadAsync(scratch.Engine, definition, model, cancellationToken);
        var (given, wrong) = await ModelSql.BindAsync(scratch.Engine, tree, definition, model, cancellationToken);
        foreach (var problem in wrong)
        {
            Add(piece.Place, problem);
        }

        if (wrong.Count == 0 && tree.Reads(_made).Count > 0 && await ModelSql.InheritedFloatAsync(floats.Engine, tree, model, cancellationToken) is { } inherited)
        {
            Add(piece.Place, inherited);
        }

        if (!ReadsItself(model))
        {
            List<Column> columns = [.. model.Target?.Columns ?? given.Select(column => new Column(column.Name, TargetColumns.Stored(column.Type)))];
            scratch.Create(piece.On, columns);
            var names = await MoneyRule.FloatsAsync(floats.Engine, tree, cancellationToken);

            // Of money it has been said that it may be no float.
            bool isMade(Column column) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && !ColumnType.Parse(column.Type).IsMoney;
            if (columns.Exists(isMade))
            {
                _made.Add(piece.On);
            }

            floats.Create(piece.On, [.. columns.Select(column => isMade(column) ? column with { Type = "double" } : column)]);
        }
    }

    async Task ExpressionAsync(SqlPiece piece)
    {
        await AskedAsync(scratch, piece);
        if (_made.Contains(piece.On) && piece.Use is SqlUse.Metric or SqlUse.Total or SqlUse.Amount)
        {
            await InheritedAsync(piece);
        }
    }

    async Task InheritedAsync(SqlPiece piece)
    {
        try
        {
            await AskedAsync(floats, piece);
        }
        catch (StepFailedException refused) when (refused.Error.Message.Contains("binary float", StringComparison.Ordinal))
        {
            throw;
        }
        catch (StepFailedException)
        {
            // What takes whole numbers only does not bind; nothing is known then.
        }
    }

    async Task AskedAsync(ScratchSession scratch, SqlPiece piece)
    {
        var (engine, rows, place) = (scratch.Engine, Sql.Name(piece.On), piece.Place.ToString());
        switch (piece.Use)
        {
            case SqlUse.Offenders:
                await CheckSql.ReadAsync(engine, piece.Text, CheckSql.Readable(definition, piece.On), place, cancellationToken);
                await CheckSql.DescribeAsync(engine, piece.Text, place, cancellationToken);
                break;
            case SqlUse.Split:
                await PeriodExpression.CheckedAsync(engine, piece.Text, $"select * from {rows}", place, cancellationToken);
                break;
            case SqlUse.Metric:
                await MetricQuery.CheckedAsync(engine, piece.Text, piece.Unit, piece.On, place, cancellationToken);
                break;
            default:
                var wanted = piece.Use switch
                {
                    SqlUse.Truth => SqlValue.Truth,
                    SqlUse.Amount => SqlValue.Amount,
                    SqlUse.Total => SqlValue.Total,
                    SqlUse.Measure => SqlValue.Measure,
                    _ => SqlValue.Column,
                };
                await SqlExpression.CheckedAsync(engine, piece.Text, wanted, rows, place, cancellationToken);
                break;
        }
    }

    Task BoundAsync(CheckDefinition check)
    {
        var contract = definition.Sources.FirstOrDefault(source => source.Id == check.Target)?.Contract;
        var place = contract is null ? "" : $", '' as {RunRelations.File}, cast(0 as bigint) as {RunRelations.Row}";
        return CheckSql.BindAsync(scratch.Engine, kinds.Get<ICheckKind>(check.Kind.Name), check, contract, $"(select *{place} from {Sql.Name(check.Target)})", cancellationToken);
    }

    /// <summary>False where it was refused, and the reason is among the problems.</summary>
    async Task<bool> TriedAsync(Place place, Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (StepFailedException refused)
        {
            Add(place, refused);
            return false;
        }
        catch (DuckDBException error)
        {
            problems.Add(place, error.Message.ReplaceLineEndings(" "), "Correct the SQL (DuckDB's dialect).");
            return false;
        }
    }

    // Where a run names model and column, a file has its line.
    void Add(Place place, StepFailedException refused)
    {
        const string Of = ", column '";
        var at = refused.Error.Place.IndexOf(Of, StringComparison.Ordinal);
        var column = at < 0 ? "" : $"Column '{refused.Error.Place[(at + Of.Length)..].TrimEnd('\'')}': ";
        var by = home.Has(place) ? "" : $"For the pipeline '{definition.Id}': ";
        problems.Add(place with { Line = place.Line + Math.Max(1, refused.Line ?? 1) - 1 }, by + column + refused.Error.Message, refused.Error.Remedy);
    }
}

/// <summary>The folder of a pipeline or source, and where the bodies of the workspace's macros begin.</summary>
sealed record SqlHome(string Folder, IReadOnlyDictionary<string, Place> Macros)
{
    /// <summary>Whether a place is its own, and not of what pipelines share.</summary>
    public bool Has(Place place) => place.File.StartsWith(Folder, StringComparison.Ordinal);
}
