using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// The SQL that reads a file as its contract has it. <paramref name="from"/> gives the file's rows in order, <paramref name="raw"/> a row
/// of it as JSON.
/// </summary>
sealed class RowQuery(string from, IReadOnlyList<IFileColumn> columns, string raw)
{
    /// <summary>The text of the error that stops a read at the first wrong value.</summary>
    public const string Stopped = "evented: wrong value";

    public const string Record = "__record";


    /// <summary>The contract's columns, typed, in file order. Stops at a wrong value with <see cref="Stopped"/>.</summary>
    public string Rows => $"select {Sql.List(columns.Select(Checked))} from (select {Sql.List(columns.Select(column => column.Cast))} from {from})";

    /// <summary>Every row with its number, its values, and where one does not fit (or the row has a flaw) the verdict. In no order.</summary>
    public string Judged(string flaws)
    {
        var judged = columns.Where(column => column.IsWrong != "false").ToList();
        var isWrong = judged.Count == 0 ? "false" : string.Join(" or ", judged.Select(column => column.IsWrong));
        var texts = $"select {Sql.List(columns.Select(column => column.Cast))}, row_number() over () as {Record}, {raw} as __texts from {from}";
        return $"select {Record}, {Sql.List(columns.Select(column => $"{(column.IsWrong == "false" ? column.Value : $"case when not {column.IsWrong} then {column.Value} end")} as {Sql.Name(column.Column.Name)}"))}, "
            + $"case when flaw.reason is not null then flaw.\"column\" else {First(judged, column => Sql.Text(column.Column.Name))} end as __column, "
            + $"left(case when flaw.reason is not null then flaw.value else {First(judged, column => column.Text)} end, 200) as __value, "
            + $"coalesce(flaw.reason, {First(judged, column => Sql.Text($"not {column.Wanted}"))}) as __reason, "
            + $"coalesce(flaw.raw, case when {isWrong} then cast(__texts as varchar) end) as __raw "
            + $"from ({texts}) left join {flaws} as flaw on flaw.record = {Record}";
    }

    static string First(List<IFileColumn> columns, Func<IFileColumn, string> then) =>
        columns.Count == 0 ? "cast(null as varchar)" : $"case {string.Concat(columns.Select(column => $"when {column.IsWrong} then {then(column)} "))}end";

    static string Checked(IFileColumn column) =>
        $"{(column.IsWrong == "false" ? column.Value : $"case when {column.IsWrong} then error({Sql.Text(Stopped)}) else {column.Value} end")} as {Sql.Name(column.Column.Name)}";
}
