using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Tests.Unit.Checks;

/// <summary>A contract's key holds without a check being written (domain.md 2.7).</summary>
public sealed class ContractKeysSpecs
{
    static SourceDefinition Source(string id, params string[] key) => new(id, $"{id}.csv", null, new(), new($"{id}-contract", 3, [], key, null));

    static CheckDefinition Written(CheckKind kind, string target, params string[] columns) => new("written", 1, kind, target, columns, CheckSeverity.Warn, CheckAction.Quarantine);

    static IEnumerable<string> Unwritten(params CheckDefinition[] written) => ContractKeys.Unwritten([Source("order_lines", "order_id", "line"), Source("visits")], written).Select(check => check.Id);

    [Fact]
    public void each_source_whose_contract_has_a_key_is_held_to_it()
    {
        var check = ContractKeys.Unwritten([Source("order_lines", "order_id", "line"), Source("visits")], []).ShouldHaveSingleItem();
        (check.Id, check.Version, check.Kind, check.Target, check.Action, check.Contract, check.IsOfKey)
            .ShouldBe(("order-lines-key", 3, CheckKind.Duplicates, "order_lines", CheckAction.Quarantine, "order_lines-contract", true));
        check.Columns.ShouldBe(["order_id", "line"]);
    }

    [Fact]
    public void a_check_that_removes_duplicates_by_the_contracts_key_takes_the_place_of_the_keys_own()
    {
        Unwritten(Written(CheckKind.Duplicates, "order_lines", "order_id", "line")).ShouldBeEmpty();
        Unwritten(Written(CheckKind.Completeness, "order_lines", "order_id"), Written(CheckKind.Duplicates, "order_lines", "order_id")).ShouldBeEmpty();
    }

    [Fact]
    public void a_check_of_another_kind_source_or_column_does_not_take_the_place_of_the_keys_own()
    {
        Unwritten(Written(CheckKind.Completeness, "order_lines", "order_id")).ShouldHaveSingleItem();
        Unwritten(Written(CheckKind.Duplicates, "visits", "order_id")).ShouldHaveSingleItem();
        Unwritten(Written(CheckKind.Duplicates, "order_lines", "order_id", "amount")).ShouldHaveSingleItem();
    }

    [Fact]
    public void a_kind_of_check_is_not_null_unless_it_is_named()
    {
        (default(CheckKind).Name, CheckKind.Duplicates.Name).ShouldBe(("NotNull", "Duplicates"));
        new CheckKind("NotNull").ShouldBe(default);
    }
}
