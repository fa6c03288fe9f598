using System.Text.RegularExpressions;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Runs;

/// <summary>
/// The expression that says which day, or which month by any of its days, a row belongs to (domain.md 2.5). Beside DuckDB's own SQL it
/// takes the spelling of the rules: `posting_date - 3 days` for `posting_date - interval 3 days`, and `month(x)` as the outermost call
/// for the month that x lies in, not its number.
/// </summary>
public static partial class PeriodExpression
{
    /// <summary>The expression in DuckDB's SQL. Anything else than the two spellings stays as it is.</summary>
    public static string Sql(string split)
    {
        var spelled = Days.Replace(split, "$1 interval $2 $3");
        return Month.Match(spelled) is { Success: true } match && IsBalanced(match.Groups[1].Value) ? $"date_trunc('month', {match.Groups[1].Value})" : spelled;
    }

    /// <summary>The expression as SQL that has been checked to be one expression which gives a date.</summary>
    internal static async Task<string> CheckedAsync(EngineSession session, string split, string columns, string place, CancellationToken cancellationToken)
    {
        var sql = Sql(split);
        await SqlGuard.ExpressionAsync(session, sql, place, cancellationToken);
        try
        {
            var type = (await session.DescribeAsync($"select (\n{sql}\n), * from ({columns})", cancellationToken))[0].Type;
            return ColumnType.Parse(type).Family is TypeFamily.Date or TypeFamily.Timestamp
                ? $"cast((\n{sql}\n) as date)"
                : throw Failure.Permanent(
                    place, $"The split '{split}' gives {type.ToLowerInvariant()}, not a date.", "Use a column of type date, with an interval added or subtracted, or month(...) of it.");
        }
        catch (EngineException error)
        {
            var line = error.LineIn($"{EngineSession.Describing}select (\n", sql);
            throw Failure.Of(error, place, "Correct the split: an expression over the contract's columns that gives a date.", line);
        }
    }

    // month(a) + month(b) is not one outermost call.
    static bool IsBalanced(string inner)
    {
        var depth = 0;
        return inner.All(sign => (depth += sign switch { '(' => 1, ')' => -1, _ => 0 }) >= 0) && depth == 0;
    }

    [GeneratedRegex(@"([-+])\s*([0-9]+)\s+(days?|weeks?|months?|years?)\b", RegexOptions.IgnoreCase)]
    static partial Regex Days { get; }

    [GeneratedRegex(@"\A\s*month\s*\((.*)\)\s*\z", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    static partial Regex Month { get; }
}
