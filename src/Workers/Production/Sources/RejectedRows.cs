using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// The rows of a file that do not fit the contract, as a Parquet file of the lake: `__file`, `__row` (<see cref="RunRelations"/>), the
/// `column` (null where the row as a whole is wrong), its `value` cut to 200 characters, the `reason` and the `raw` row as JSON. A row with several
/// wrong columns stands there once for each.
/// </summary>
static class RejectedRows
{
    public const int LongestValue = 200;

    /// <summary>One thing that is wrong with a row, as a value of SQL.</summary>
    public static string Fault(int number, string column, string value, string reason) =>
        $"{{'nr': {number}, 'name': cast({column} as varchar), 'value': cast({value} as varchar), 'reason': cast({reason} as varchar)}}";

    /// <summary>
    /// What is wrong with each of the rejected among the rows, which have their number as `__row`: in order of the rows, then of the contract's columns.
    /// </summary>
    public static string Of(string rows) =>
        $"select {RunRelations.Row}, fault.name as \"column\", fault.value as value, fault.reason as reason, raw "
        + $"from (select {RunRelations.Row}, __raw as raw, unnest(coalesce({RowQuery.Faults}, [{Fault(0, "__column", "__value", "__reason")}])) as fault from ({rows}) where __reason is not null) "
        + $"where fault.reason is not null order by {RunRelations.Row}, fault.nr";

    /// <summary>Those of a whole file, under the name it was delivered by.</summary>
    public static Task<LakeFile> StoreAsync(Lake lake, EngineSession session, string sha256, string name, CancellationToken cancellationToken)
    {
        var rows = $"select {Sql.Text(name)} as {RunRelations.File}, * from {Parquet.Read([Path.Combine(lake.Splits, $"{sha256}.parquet")])}";
        return lake.StoreAsync(lake.Rejects, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellationToken), cancellationToken);
    }
}
