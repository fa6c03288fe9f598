using EventedPipelines.Domain.Kernel;
using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>domain.md 1.5: a contract has versions in force from a date.</summary>
public sealed class ContractVersionSpecs : IDisposable
{
    const string First = "sources/orders/contract.v1.yml";

    readonly SmallWorkspace _files = new();

    public void Dispose() => _files.Dispose();

    SmallWorkspace WithFirst(string text = "version: 1\ncolumns: { order_id: varchar, day: date, total: decimal(19,4) }", string from = "from: 2025-01-01\n") =>
        _files.Write(First, text.Replace("decimal(19,4)", "\"decimal(19,4)\"", StringComparison.Ordinal)).With(Contract, of: "version: 2\n", instead: $"version: 2\n{from}");

    [Theory]
    [InlineData("2024-12-31", 1)]
    [InlineData("2025-01-01", 2)]
    [InlineData("2024-12", 1)]
    public void a_period_is_read_by_the_version_that_was_in_force_when_it_began(string period, int version) =>
        WithFirst().Definition().Source("orders").AsOf(DataInterval.Parse(period)).Contract.Version.ShouldBe(version);

    [Fact]
    public void a_contract_with_one_version_is_of_all_periods()
    {
        var source = _files.Definition().Source("orders");

        source.Earlier.ShouldBeNull();
        source.AsOf(DataInterval.Parse("1999-01-01")).ShouldBeSameAs(source);
    }

    [Theory]
    [InlineData("version: 1\ncolumns: { order_id: varchar }", "", Contract, 1, "Nothing says from which day on it holds, instead of version 1", "`from: 2025-01-01`")]
    [InlineData("version: 2\ncolumns: { order_id: varchar }", "from: 2025-01-01\n", First, 1, "Version 2 stands in contract.v1.yml", "contract.v2.yml")]
    [InlineData("version: 1\nfrom: 2025-01-01\ncolumns: { order_id: varchar }", "from: 2025-01-01\n", Contract, 2, "It holds from 2025-01-01 on, and version 1 from 2025-01-01", "a later day")]
    [InlineData("version: 1\ncolumns: { order_id: varchar }", "from: new year\n", Contract, 2, "`from` is 'new year'", "2026-12-25")]
    public void versions_that_do_not_follow_each_other_are_a_problem(string first, string from, string file, int line, string message, string remedy) =>
        WithFirst(first, from).Problems().ShouldContain(problem =>
            problem.File == file && problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal) && problem.Remedy.Contains(remedy, StringComparison.Ordinal));

    /// <summary>What was read by an earlier version is read again as the latest has it (domain.md 2.7b).</summary>
    [Theory]
    [InlineData("\"decimal(19,6)\"", "decimal(19,6)")]
    [InlineData("{ type: double, money: false }", "double")]
    [InlineData("varchar", "varchar")]
    [InlineData("bigint", "bigint")]
    public void a_type_of_before_whose_values_the_latest_cannot_hold_is_a_problem(string before, string told) =>
        WithFirst($"version: 1\ncolumns: {{ order_id: varchar, day: date, amount: {before} }}", "from: 2025-01-01\n")
            .ShouldHave(First, 1, $"'amount' is {told} here and decimal(19,4) in version 2", "a wider decimal or varchar");

    [Theory]
    [InlineData("integer")]
    [InlineData("\"decimal(9,2)\"")]
    public void a_type_that_the_latest_takes_whole_is_none(string before) =>
        WithFirst($"version: 1\ncolumns: {{ order_id: varchar, day: date, amount: {before} }}", "from: 2025-01-01\n").Load().Pipelines.ShouldNotBeEmpty();

    [Fact]
    public void a_later_version_among_the_earlier_ones_is_a_problem() =>
        _files.Write("sources/orders/contract.v3.yml", "version: 3\ncolumns: { order_id: varchar }").With(Contract, of: "version: 2\n", instead: "version: 2\nfrom: 2025-01-01\n")
            .ShouldHave(Contract, 1, "It is version 2, and there is a version 3 before it", "the latest version is contract.yml's");

    /// <summary>Numbers say which was written after which: one for days before the latest's is written after it.</summary>
    [Theory]
    [InlineData("2024-10-31", 1)]
    [InlineData("2024-11-01", 3)]
    [InlineData("2025-01-01", 2)]
    public void a_version_between_two_has_a_higher_number_than_both(string day, int version)
    {
        _files.Write("sources/orders/contract.v3.yml", "version: 3\nfrom: 2024-11-01\ncolumns: { order_id: varchar }");
        WithFirst().Definition().Source("orders").AsOf(DataInterval.Parse(day)).Contract.Version.ShouldBe(version);
    }

    [Fact]
    public void of_two_versions_between_from_one_day_on_the_later_takes_the_place_of_the_other()
    {
        _files.Write("sources/orders/contract.v3.yml", "version: 3\nfrom: 2024-11-01\ncolumns: { order_id: varchar }");
        _files.Write("sources/orders/contract.v4.yml", "version: 4\nfrom: 2024-11-01\ncolumns: { order_id: varchar, day: date }");
        WithFirst().Definition().Source("orders").Contracts.Select(contract => contract.Version).ShouldBe([1, 4, 2]);
    }

    [Fact]
    public void a_mistake_in_an_earlier_version_is_told_in_its_file() => WithFirst("version: 1\ncolumns: { order_id: varchr }").ShouldHave(First, 2, "no type 'varchr'", "varchar");
}
