using EventedPipelines.Domain.Catalog.Checks;
using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>domain.md 2.7a: a check that stands with its source holds for every pipeline that reads it.</summary>
public sealed class SourceCheckSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    SmallWorkspace WithChecks(string file, params string[] checks) => _files.Write(file, $"{_files.Read(file)}\nchecks:\n{string.Concat(checks.Select(check => $"  - {{ {check} }}\n"))}");

    [Fact]
    public void a_sources_check_is_a_check_of_the_pipeline_and_comes_first()
    {
        var checks = WithChecks(Source, "id: as-promised, version: 3, kind: schema, severity: error", "id: once, kind: duplicates").Definition().Checks;

        checks.Select(check => check.Id).ShouldBe(["as-promised", "once", "amount-not-null", "revenue-reconciles", "orders-unique"]);
        checks[0].ShouldSatisfyAllConditions(
            check => (check.Version, check.Kind, check.Target, check.Severity, check.Action, check.Contract)
                .ShouldBe((3, CheckKind.Schema, "orders", CheckSeverity.Error, CheckAction.Quarantine, "orders")));
        checks[1].Columns.ShouldBe(["order_id"], "The contract's key, unless it says others.");
        checks[2].Contract.ShouldBeNull();
    }

    /// <summary>domain.md 2.7: what a contract states holds without any check being written.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(true, "id: same-day, kind: duplicates, columns: [order_id, day]")]
    [InlineData(true, "id: once, kind: unique")]
    [InlineData(false, "id: once, kind: duplicates")]
    [InlineData(false, "id: once, kind: duplicates, columns: [order_id]")]
    public void a_contracts_key_holds_where_no_check_removes_duplicates_by_it(bool isUnwritten, params string[] checks)
    {
        var key = (checks.Length == 0 ? _files : WithChecks(Source, checks)).Definition().Checks.SingleOrDefault(check => check.IsOfKey);

        (key is not null).ShouldBe(isUnwritten);
        if (key is not null)
        {
            (key.Id, key.Version, key.Kind, key.Target, key.Action, key.Contract).ShouldBe(("orders-key", 2, CheckKind.Duplicates, "orders", CheckAction.Quarantine, "orders"));
            key.Columns.ShouldBe(["order_id"]);
        }
    }

    [Theory]
    [InlineData("id: total, kind: reconciliation, total: count(*)", "A check of kind `reconciliation` is a pipeline's, not a source's.")]
    [InlineData("id: odd, kind: anomaly, value: count(*)", "A check of kind `anomaly` is a pipeline's, not a source's.")]
    [InlineData("id: many, kind: row_count, least: 1", "A check of kind `row_count` is a pipeline's, not a source's.")]
    [InlineData("id: once, kind: duplicates, target: orders", "`target` is no key of a check.")]
    [InlineData("id: mine, kind: custom, sql: mine.sql", "`sql` is no key of a check.")]
    [InlineData("id: sane, kind: custom, where: amout > 3", "Referenced column \"amout\" not found")]
    [InlineData("id: sane, kind: custom, where: day > current_date", "It uses current_date, which does not come from the data.")]
    [InlineData("id: amount-not-null, kind: not_null, columns: [amount]", "There are two checks 'amount-not-null'; the first is at sources/orders/source.yml:5.")]
    public void a_check_that_a_source_cannot_have_is_a_problem(string check, string message) =>
        WithChecks(Source, check).Problems().ShouldContain(problem => problem.Message.StartsWith(message, StringComparison.Ordinal), string.Join("\n", _files.Problems()));

    [Fact]
    public void a_pipelines_own_check_that_sets_rows_apart_is_a_warning_where_others_read_the_source()
    {
        _files.With(Pipeline, of: "checks:\n", instead: "checks:\n  - { id: numbered, kind: not_null, target: accounts, columns: [account_id] }\n");
        _files.Load().Warnings.ShouldNotContain(warning => warning.Message.Contains("numbered", StringComparison.Ordinal), "Nobody else reads it.");

        _files.Write("pipelines/profit/other/pipeline.yml", """
            id: other
            area: profit
            audience: experiments
            grain: day
            sources: [accounts]
            models:
              - { id: counted, sql: counted.sql, grain: day }
            checks:
              - { id: some, kind: row_count, target: accounts, least: 1 }
            """).Write("pipelines/profit/other/counted.sql", "select count(*) as n from accounts");

        var warning = _files.Load().Warnings.Single(warning => warning.Message.Contains("numbered", StringComparison.Ordinal));
        (warning.File, warning.Line).ShouldBe((Pipeline, 15));
        warning.Message.ShouldBe("The check 'numbered' sets rows of 'accounts' apart for this pipeline only, and 2 pipelines read it: their numbers may differ.");
        warning.Remedy.ShouldContain(Accounts);
    }

    [Fact]
    public void the_amount_of_a_contracts_row_is_an_exact_number()
    {
        _files.With(Contract, of: "columns:\n", instead: "amount: amount / 3\ncolumns:\n");

        _files.Problems().ShouldContain(problem => problem.File == Contract && problem.Line == 4 && problem.Message.Contains("must give an exact number, but gives double", StringComparison.Ordinal));
    }

    [Fact]
    public void a_reconciliation_may_add_sources()
    {
        _files.With(Pipeline, of: "against: { source: orders, total: sum(amount) }", instead: "against: [{ source: orders, total: sum(amount) }, { source: accounts, total: count(*) }]");

        var check = _files.Definition().Checks.Single(check => check.Kind == CheckKind.Reconciliation);
        check.Against.ShouldBe(new("orders", "sum(amount)"));
        check.Also.ShouldBe([new("accounts", "count(*)")]);

        _files.With(Pipeline, of: "{ source: accounts, total: count(*) }", instead: "{ source: orders, total: count(*) }");
        _files.Problems().ShouldHaveSingleItem().Message.ShouldBe("'orders' stands twice in `against`.");
    }
}
