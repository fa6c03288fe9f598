using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Checks.Kinds;

/// <summary>A check of single rows: all of them on one target are counted in one pass.</summary>
interface IRowCheckKind : ICheckKind
{
    /// <summary>Whether this check is one of rows.</summary>
    bool Covers(CheckDefinition check) => true;

    RowCheck Rule(CheckDefinition check, Contract? contract);

    /// <summary>What the rule has of the workspace's SQL, to be proven before it is run.</summary>
    IEnumerable<WrittenSql> Uses(CheckDefinition check, Contract? contract) => [];

    /// <summary>What is told of the offending rows, by what was counted.</summary>
    Task<Dictionary<string, long>> DetailsAsync(CheckStage stage, CheckDefinition check, Dictionary<string, long> counted, string rows, RowCheck rule) => Task.FromResult(counted);

    string? ICheckKind.Probe(CheckDefinition check, Contract? contract, string rows) => Covers(check) ? Rule(check, contract).Counting(rows) : null;

    Task<CheckResult> ICheckKind.EvaluateAsync(CheckStage stage, CheckDefinition check) => stage.RowsAsync(check, this);
}

/// <summary>A check that compares rows with one another, which takes a pass of its own. Nulls compare as equal (domain.md 2.8).</summary>
interface IComparedCheckKind : IRowCheckKind
{
    /// <summary>Whether it looks at the rows that other checks have left.</summary>
    bool IsOfWhatIsLeft => false;

    /// <summary>The rows as the rule looks at them.</summary>
    /// <param name="rows">All of them.</param>
    /// <param name="columns">The source's; none of a model.</param>
    /// <param name="key">The columns that are compared, as SQL.</param>
    string From(string rows, IEnumerable<string> columns, string key);

    /// <summary>What the rule counts, by how many rows share their key with another; null where only a pass over all rows tells.</summary>
    IReadOnlyList<long>? Counts(long rows, long copies);

    string? ICheckKind.Probe(CheckDefinition check, Contract? contract, string rows) =>
        Rule(check, contract).Counting(From(rows, contract?.Columns.Select(column => column.Name) ?? [], RowCheck.KeyOf(check, null)));
}

/// <summary>A piece of the workspace's SQL, what it has to give, and how errors call its place.</summary>
sealed record WrittenSql(string Text, SqlValue Wanted, string Place);
