using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Workers.Production.Checks.Kinds;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>
/// What the SQL of checks has to be before it is run. A run asks it of its own rows and `validate` of empty tables with the same columns, so that
/// what passes there is not refused here for good (domain.md 2.6).
/// </summary>
static class CheckSql
{
    public static string PlaceOf(CheckDefinition check) => $"check '{check.Id}'";

    public static string PlaceOfRefunds(Contract contract) => $"contract '{contract.Id}', refund_when";

    public static string PlaceOfAmount(Contract contract) => $"contract '{contract.Id}', amount";

    /// <summary>What the SQL of a check may read: one of a source runs before every model.</summary>
    public static List<string> Readable(PipelineDefinition definition, string target)
    {
        var sources = definition.Sources.Select(source => source.Id).ToList();
        return [ModelDefinition.Period, .. sources, .. sources.Contains(target) ? [] : definition.Models.Select(model => model.Id)];
    }

    public static string Statement(string sql) => sql.TrimEnd().TrimEnd(';');

    /// <summary>The SELECT of a check as a tree, guarded; whether it binds is told where it is described.</summary>
    public static Task<SqlTree> ReadAsync(EngineSession session, string sql, IReadOnlyCollection<string> readable, string place, CancellationToken cancellationToken) =>
        SqlGuard.SelectAsync(session, Statement(sql), readable, place, cancellationToken);

    public static async Task<IReadOnlyList<string>> DescribeAsync(EngineSession session, string sql, string place, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await session.DescribeAsync(Statement(sql), cancellationToken)).Select(column => column.Name)];
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, place, "Correct the SQL (DuckDB's dialect).", error.LineIn(EngineSession.Describing, Statement(sql)));
        }
    }

    /// <summary>Whether the columns that the check looks at are there and have types that it can look at. <paramref name="rows"/> has `__file` and `__row` where it is a source.</summary>
    public static async Task BindAsync(EngineSession session, ICheckKind kind, CheckDefinition check, Contract? contract, string rows, CancellationToken cancellationToken)
    {
        var select = kind.Probe(check, contract, rows);
        if (select is null)
        {
            return;
        }

        try
        {
            await session.DescribeAsync(select, cancellationToken);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, PlaceOf(check), "Name columns that are there, of types that the check can look at.");
        }
    }
}
