using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>What one value has to be: of a row, or an aggregate over rows. Exact numbers are decimals and integers.</summary>
enum SqlValue
{
    /// <summary>Of a row, of any type.</summary>
    Column,

    /// <summary>Of a row: true or false.</summary>
    Truth,

    /// <summary>Of a row: an exact number.</summary>
    Amount,

    /// <summary>An aggregate that is exact.</summary>
    Total,

    /// <summary>An aggregate that is a number.</summary>
    Measure,
}

/// <summary>
/// One expression of the workspace over the rows of a relation. A run asks it of its own rows and `validate` of empty tables with the same columns,
/// so that what passes there is not refused here for good (domain.md 2.6).
/// </summary>
static class SqlExpression
{
    const string Remedy = "Correct the SQL (DuckDB's dialect).";
    const string FloatRemedy = "`/` and avg() give a binary float, also under a cast: divide with money_share(amount, part, whole), which is exact to 4 places, or total decimals.";

    /// <summary>Its type; everything that would make it fail is a permanent <see cref="StepFailedException"/> with the line.</summary>
    public static async Task<ColumnType> CheckedAsync(EngineSession session, string expression, SqlValue wanted, string from, string place, CancellationToken cancellationToken)
    {
        var tree = await SqlGuard.ExpressionAsync(session, expression, place, cancellationToken);
        var type = ColumnType.Parse(await TypeAsync(session, expression, wanted, from, place, cancellationToken));
        var (isRight, what) = wanted switch
        {
            SqlValue.Truth => (type.Family is TypeFamily.Boolean or TypeFamily.Null, "true or false"),
            SqlValue.Total or SqlValue.Amount => (type.IsExact, "an exact number"),
            SqlValue.Measure => (type.IsExact || type.Family is TypeFamily.Float, "a number"),
            _ => (true, ""),
        };
        if (!isRight)
        {
            throw Failure.Permanent(
                place,
                $"'{expression}' must give {what}, but gives {(type.Family is TypeFamily.Float ? $"{type.Name}, a binary float, which is not exact" : type.Name)}.",
                type.Family is TypeFamily.Float ? FloatRemedy : "Cast it, or use another expression.");
        }

        if (wanted is SqlValue.Total or SqlValue.Amount && await MoneyRule.FindAsync(session, tree, [], $" from {from}", cancellationToken) is { } found)
        {
            throw Failure.AtLine(place, found.Line, $"'{expression}' goes through a binary float, which is not exact.", FloatRemedy);
        }

        return type;
    }

    static async Task<string> TypeAsync(EngineSession session, string expression, SqlValue wanted, string from, string place, CancellationToken cancellationToken)
    {
        var start = $"{EngineSession.Describing}select (\n";
        try
        {
            var isTotal = wanted is SqlValue.Total or SqlValue.Measure;
            var type = (await session.DescribeAsync($"select (\n{expression}\n) as given, {(isTotal ? "count(*)" : "*")} from {from}", cancellationToken))[0].Type;
            if (wanted is SqlValue.Truth)
            {
                start = $"{EngineSession.Describing}select 1 from {from} where (\n";
                await session.DescribeAsync($"select 1 from {from} where (\n{expression}\n)", cancellationToken);
            }

            return type;
        }
        catch (EngineException error) when (error.Detail.Contains("must appear in the GROUP BY clause", StringComparison.Ordinal))
        {
            var (message, remedy) = wanted is SqlValue.Total or SqlValue.Measure
                ? ($"'{expression}' is no total: it gives a value for each row.", "Use an aggregate, such as sum(amount).")
                : ($"'{expression}' is a total, and one value of each row is wanted.", "Use an expression over the columns of one row.");
            throw Failure.Permanent(place, message, remedy, error);
        }
        catch (EngineException error)
        {
            throw Failure.Of(error, place, Remedy, error.LineIn(start, expression));
        }
    }
}
