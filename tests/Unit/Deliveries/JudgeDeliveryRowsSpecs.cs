using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Deliveries;

/// <summary>A person's word over rows that a source's own check has set apart (domain.md 2.8).</summary>
public sealed class JudgeDeliveryRowsSpecs
{
    static readonly DateTimeOffset now = new(2026, 3, 3, 0, 5, 0, TimeSpan.Zero);
    static readonly Guid id = DerivedId.Of("delivery", "orders", "2026-03-01");
    static readonly RowKey row = new(new string('a', 64), 1);

    static Delivery Apart() => new Decision[]
    {
        [new DeliveryReceived(id, "orders", DataInterval.Parse("2026-03-01"), 1, [], 0, 1, "f", now)],
        [new DeliveryChecked(id, 1, "rules", [], [new QuarantinedRows("orders", "orders-schema", "sha", 2, 3)], now, "x@1")],
    }.Aggregate((Delivery?)null, (state, decision) => decision.On(state, Delivery.Fold))!;

    static JudgeDeliveryRows Say(Verdict verdict, params RowKey[] rows) => new("orders-schema", rows, verdict, "so it is", "amara");

    static Delivery After(Delivery delivery, JudgeDeliveryRows said) => JudgeDeliveryRowsDecision.Decide(said, RowsFound.None, delivery, now).On(delivery, Delivery.Fold)!;

    [Fact]
    public void a_verdict_over_all_rows_is_over_the_file_of_them()
    {
        var said = JudgeDeliveryRowsDecision.Decide(Say(Verdict.Readmit), RowsFound.None, Apart(), now).ShouldHaveSingleItem().ShouldBeOfType<DeliveryRowsJudged>();
        (said.Verdict.File, said.Verdict.RuleVersion, said.Count).ShouldBe(("sha", 3, 2));
    }

    [Fact]
    public void what_is_asked_of_a_delivery_is_another_with_a_verdict()
    {
        var delivery = Apart();
        CheckDelivery.RulesOf([], After(delivery, Say(Verdict.Readmit)).Verdicts).ShouldNotBe(CheckDelivery.RulesOf([], delivery.Verdicts));
        CheckDelivery.RulesOf([], delivery.Verdicts).ShouldBe(CheckDelivery.RulesOf([]), "As it was before there were verdicts.");
    }

    [Fact]
    public void rows_that_are_discarded_while_they_are_apart_change_nothing_and_those_readmitted_do()
    {
        JudgeDeliveryRowsDecision.ChangesRows(Say(Verdict.Discard), RowsFound.None, Apart()).ShouldBeFalse();
        JudgeDeliveryRowsDecision.ChangesRows(Say(Verdict.Readmit), RowsFound.None, Apart()).ShouldBeTrue();
        JudgeDeliveryRowsDecision.ChangesRows(Say(Verdict.Discard, row), new(new HashSet<RowKey>(), new HashSet<RowKey> { row }), Apart()).ShouldBeTrue("It was readmitted, and counts.");
    }

    [Fact]
    public void a_row_that_no_check_has_set_apart_cannot_be_judged()
    {
        JudgeDeliveryRowsDecision.Decide(Say(Verdict.Readmit, row), RowsFound.None, Apart(), now).Rejection.ShouldNotBeNull().Reason.ShouldContain("no such row");
        JudgeDeliveryRowsDecision.Decide(Say(Verdict.Readmit) with { Check = "others" }, RowsFound.None, Apart(), now).Rejection.ShouldNotBeNull().Reason.ShouldContain("These have: 'orders-schema'");
    }
}
