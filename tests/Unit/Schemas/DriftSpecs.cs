using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schemas;

namespace EventedPipelines.Tests.Unit.Schemas;

/// <summary>A drift is told once, judged by a person, and over when the source or its contract says so (domain.md 7.2).</summary>
public sealed class DriftSpecs
{
    static readonly DateTimeOffset now = new(2026, 3, 3, 0, 5, 0, TimeSpan.Zero);
    static readonly DataInterval day = DataInterval.Parse("2026-03-02");
    static readonly ColumnDrift renamed = new(DriftKind.Renamed, "amount", "amount_usd", "decimal(19,4)", "decimal(19,4)", "it stands where 'amount' should.");

    static DeliveredDrift Shown(ColumnDrift change) => new(change, "expenses.csv", [new("aggregate-profit", "profit", true, ["profit"], ["profit"], ["net_profit"], [])]);

    static SeeSchema See(DataInterval period, params ColumnDrift[] changes) => new("expenses", "accounting", 1, period, [.. changes.Select(Shown)], null, false, "delivery@1");

    static SourceSchema After(SourceSchema? schema, Decision decision) => decision.On(schema, SourceSchema.Fold)!;

    static SourceSchema Drifted() => After(null, SeeSchemaDecision.Decide(See(day, renamed), null, now));

    static Guid Id(SourceSchema schema) => schema.Drifts.ShouldHaveSingleItem().Id;

    [Fact]
    public void a_drift_is_told_once_however_many_deliveries_show_it()
    {
        var schema = Drifted();
        schema.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.State.ShouldBe(DriftState.Open), drift => drift.Breaks.ShouldBeTrue());
        SeeSchemaDecision.Decide(See(day.Next, renamed with { After = "bigint", Reason = "another" }), schema, now.AddDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void a_delivery_that_is_as_the_contract_says_reverts_it_and_one_of_before_does_not()
    {
        var schema = Drifted();
        SeeSchemaDecision.Decide(See(day.Previous), schema, now).ShouldBeEmpty();
        var over = After(schema, SeeSchemaDecision.Decide(See(day.Next), schema, now));
        over.Drifts.ShouldHaveSingleItem().State.ShouldBe(DriftState.Reverted);
        SeeSchemaDecision.Decide(See(day.Next), over, now).ShouldBeEmpty();
        SeeSchemaDecision.Decide(See(day.Next.Next, renamed), over, now).ShouldHaveSingleItem().ShouldBeOfType<SchemaDrifted>("It is back.");
    }

    [Fact]
    public void a_day_that_is_put_right_reverts_nothing_that_later_days_still_show()
    {
        var schema = Drifted();
        SeeSchemaDecision.Decide(See(day) with { StillShown = [schema.Drifts[0].Id] }, schema, now).ShouldBeEmpty();
        SeeSchemaDecision.Decide(See(day), schema, now).ShouldHaveSingleItem().ShouldBeOfType<DriftReverted>();
    }

    [Fact]
    public void what_a_later_version_of_the_contract_does_not_show_is_that_version_s()
    {
        var schema = Drifted();
        After(schema, SeeSchemaDecision.Decide(See(day) with { ContractVersion = 2 }, schema, now)).Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drift => drift.State.ShouldBe(DriftState.Adopted), drift => drift.ContractVersion.ShouldBe(2));
    }

    [Fact]
    public void an_approved_drift_has_the_contract_written_once()
    {
        var schema = Drifted();
        SchemaWork.Pending(schema).ShouldBeEmpty();
        var approved = After(schema, JudgeDriftDecision.Decide(new(Id(schema), true, "so it is", "amara"), schema, now));
        SchemaWork.Pending(approved).ShouldHaveSingleItem().Because.ShouldBe(EventRef.Of(schema.Id, 2));
        JudgeDriftDecision.Decide(new(Id(schema), true, null, "bruno"), approved, now).ShouldBeEmpty("The same word again says nothing new.");

        var written = ReviseContractDecision.Decide(new([Id(schema)], 2, day.First, "contract.yml", "+ from"), approved, now);
        var after = After(approved, written);
        SchemaWork.Pending(after).ShouldBeEmpty();
        after.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drift => drift.State.ShouldBe(DriftState.Adopted), drift => drift.ContractVersion.ShouldBe(2), drift => drift.Diff.ShouldBe("+ from"));
        JudgeDriftDecision.Decide(new(Id(schema), false, "no", "amara"), after, now).Rejection.ShouldNotBeNull();
    }

    [Fact]
    public void a_contract_that_cannot_be_written_leaves_the_drift_open_with_the_reason()
    {
        var schema = Drifted();
        var approved = After(schema, JudgeDriftDecision.Decide(new(Id(schema), true, null, "amara"), schema, now));
        var failed = After(approved, ReviseContractDecision.Decide(new([Id(schema)], 0, default, "", "", "The disk is full."), approved, now));
        failed.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(drift => drift.State.ShouldBe(DriftState.Open), drift => drift.Failure.ShouldBe("The disk is full."));
        SchemaWork.Pending(failed).ShouldBeEmpty();
    }

    [Fact]
    public void a_rejected_drift_stays_until_the_source_is_as_it_was_and_may_be_approved_meanwhile()
    {
        var schema = Drifted();
        var rejected = After(schema, JudgeDriftDecision.Decide(new(Id(schema), false, "Accounting mends it.", "amara"), schema, now));
        SeeSchemaDecision.Decide(See(day.Next, renamed), rejected, now).ShouldBeEmpty("The owner knows.");
        JudgeDriftDecision.Decide(new(Id(schema), true, null, "amara"), rejected, now).ShouldHaveSingleItem().ShouldBeOfType<DriftApproved>();
        After(rejected, SeeSchemaDecision.Decide(See(day.Next), rejected, now)).Drifts.ShouldHaveSingleItem().State.ShouldBe(DriftState.Reverted);
    }

    [Fact]
    public void what_a_contract_leaves_out_from_the_beginning_is_no_drift()
    {
        ColumnDrift extra = new(DriftKind.Added, "note", After: "varchar");
        var schema = After(null, SeeSchemaDecision.Decide(See(day) with { Given = [extra] }, null, now));
        schema.Drifts.ShouldBeEmpty();
        schema.IsGiven(1, extra with { After = "integer" }).ShouldBeTrue("Whatever its values seem to be.");
        schema.IsGiven(2, extra).ShouldBeFalse();
        schema.IsGiven(1, extra with { Column = "remark" }).ShouldBeFalse();
        SeeSchemaDecision.Decide(See(day.Next) with { Given = [extra] }, schema, now).ShouldBeEmpty();
    }
}
