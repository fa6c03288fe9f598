using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>
/// The SQL that reads a file as its contract has it. <paramref name="from"/> gives the file's rows in order, <paramref name="raw"/> a row
/// of it as JSON.
/// </summary>
sealed class RowQuery(string from, IReadOnlyList<IFileColumn> columns, string raw)
{
    /// <summary>The text of the error that stops a read at the first wrong value.</summary>
    public const string Stopped = "evented: wrong value";

    public const string Record = "__record";

    /// <summary>All that is wrong with a row, column by column, where its reason is not the only one.</summary>
    public const string Faults = "__faults";

    /// <summary>The contract's columns, typed, in file order. Stops at a wrong value with <see cref="Stopped"/>.</summary>
    public string Rows => $"select {Sql.List(columns.Select(Checked))} from (select {Sql.List(columns.Select(column => column.Cast))} from {from})";

    /// <summary>Every row with its number, its values, and where one does not fit (or the row has a flaw) the verdict. In no order.</summary>
    public string Judged(string flaws)
    {
        var judged = columns.SelectMany(column => column.Faults, (column, fault) => (Column: column, Fault: fault)).ToList();
        var isWrong = judged.Count == 0 ? "false" : string.Join(" or ", judged.Select(each => each.Fault.When));
        var texts = $"select {Sql.List(columns.Select(column => column.Cast))}, row_number() over () as {Record}, {raw} as __texts from {from}";
        var faults = judged.Select((each, number) =>
            $"case when {each.Fault.When} then {RejectedRows.Fault(number, Sql.Text(each.Column.Column.Name), $"left({each.Column.Text}, {RejectedRows.LongestValue})", Sql.Text(each.Fault.Reason))} end");
        return $"select {Record}, {Sql.List(columns.Select(column => $"{(column.Faults.Count == 0 ? column.Value : $"case when not {IsWrong(column)} then {column.Value} end")} as {Sql.Name(column.Column.Name)}"))}, "
            + $"case when flaw.reason is not null then flaw.\"column\" else {First(judged, each => Sql.Text(each.Column.Column.Name))} end as __column, "
            + $"left(case when flaw.reason is not null then flaw.value else {First(judged, each => each.Column.Text)} end, {RejectedRows.LongestValue}) as __value, "
            + $"coalesce(flaw.reason, {First(judged, each => Sql.Text(each.Fault.Reason))}) as __reason, "
            + $"coalesce(flaw.raw, case when {isWrong} then cast(__texts as varchar) end) as __raw, "
            + $"case when flaw.reason is null and ({isWrong}) then [{Sql.List(faults)}] end as {Faults} "
            + $"from ({texts}) left join {flaws} as flaw on flaw.record = {Record}";
    }

    static string First(List<(IFileColumn Column, ColumnFault Fault)> judged, Func<(IFileColumn Column, ColumnFault Fault), string> then) =>
        judged.Count == 0 ? "cast(null as varchar)" : $"case {string.Concat(judged.Select(each => $"when {each.Fault.When} then {then(each)} "))}end";

    static string Checked(IFileColumn column) =>
        $"{(column.Faults.Count == 0 ? column.Value : $"case when {IsWrong(column)} then error({Sql.Text(Stopped)}) else {column.Value} end")} as {Sql.Name(column.Column.Name)}";

    static string IsWrong(IFileColumn column) => $"({string.Join(" or ", column.Faults.Select(fault => fault.When))})";
}
