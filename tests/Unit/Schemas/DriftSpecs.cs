using EventedPipelines.Domain.Catalog.Contracts;
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
        SeeSchemaDecision.Decide(See(day) with { StillShown = [renamed with { After = "bigint" }] }, schema, now).ShouldBeEmpty();
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
    public void a_drift_of_days_that_two_versions_read_stays_open_where_one_of_them_cannot_be_written()
    {
        var schema = Drifted();
        var approved = After(schema, JudgeDriftDecision.Decide(new(Id(schema), true, null, "amara"), schema, now));
        ReviseContract written = new([Id(schema)], 3, new(2026, 3, 1), "contract.yml", "+ from");
        ReviseContract failed = new([Id(schema)], 0, default, "", "", "The disk is full.");

        var told = ReviseContractDecision.Together([written, failed], approved, now);

        told.ShouldHaveSingleItem().ShouldBeOfType<ContractRevisionFailed>().Reason.ShouldBe("The disk is full. For the days from 2026-03-01 on version 3 is written already.");
        ReviseContractDecision.Together([written, written with { ContractVersion = 4 }], approved, now).Count.ShouldBe(2);
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

    /// <summary>History has each time: what a person said of the first is not said of the second.</summary>
    [Fact]
    public void a_drift_that_comes_back_after_it_was_over_is_another()
    {
        var first = Drifted();
        var over = After(first, SeeSchemaDecision.Decide(See(day.Next), first, now));
        var again = After(over, SeeSchemaDecision.Decide(See(day.Next.Next, renamed), over, now.AddDays(2)));
        again.Drifts.Select(drift => (drift.State, drift.Seen.Period)).ShouldBe([(DriftState.Reverted, day), (DriftState.Open, day.Next.Next)]);
        var (before, since) = (again.Drifts[0].Id, again.Drifts[1].Id);
        since.ShouldNotBe(before);
        JudgeDriftDecision.Decide(new(before, true, null, "amara"), again, now).Rejection.ShouldNotBeNull().Reason.ShouldContain($"{since}");
        var approved = After(again, JudgeDriftDecision.Decide(new(since, true, null, "amara"), again, now));
        approved.Drifts.Select(drift => drift.State).ShouldBe([DriftState.Reverted, DriftState.Approved]);
    }

    /// <summary>What was stored before each time had an id of its own.</summary>
    [Fact]
    public void of_two_times_under_one_id_a_word_is_about_the_last()
    {
        var first = Drifted();
        object[] history = [first.Drifts[0].Seen, new DriftReverted(first.Id, Id(first), day.Next, now, "delivery@2"), first.Drifts[0].Seen with { Period = day.Next.Next }];
        var schema = history.Aggregate((SourceSchema?)null, SourceSchema.Fold)!;
        After(schema, [new DriftApproved(first.Id, Id(first), null, "amara", now)]).Drifts.Select(drift => drift.State).ShouldBe([DriftState.Reverted, DriftState.Approved]);
    }

    /// <summary>A version that was approved for something else has not taken it in.</summary>
    [Fact]
    public void a_drift_that_another_version_of_the_contract_shows_too_lasts_and_is_not_told_again()
    {
        var schema = Drifted();
        SeeSchemaDecision.Decide(See(day, renamed) with { ContractVersion = 2, ContractFrom = day.First }, schema, now).ShouldBeEmpty();
    }

    [Fact]
    public void what_a_version_of_later_days_does_not_show_is_still_so_on_the_days_before()
    {
        var schema = Drifted();
        var next = See(day.Next) with { ContractVersion = 2, ContractFrom = day.Next.First };
        SeeSchemaDecision.Decide(next, schema, now).ShouldBeEmpty();

        Contract without = new("expenses", 2, [new("amount", "decimal(19,4)")], [], null) { From = day.Next.First };
        SeeSchemaDecision.Decide(next with { ReadBy = without with { Columns = [new("amount", "decimal(19,4)") { From = ["amount_usd"] }] } }, schema, now).ShouldBeEmpty("The version has it.");
        SeeSchemaDecision.Decide(next with { ReadBy = without }, schema, now).ShouldHaveSingleItem().ShouldBeOfType<DriftReverted>("The source comes as before, whichever version reads it.");
    }

    [Fact]
    public void what_a_contract_leaves_out_from_the_beginning_is_no_drift()
    {
        ColumnDrift extra = new(DriftKind.Added, "note", After: "varchar");
        var schema = After(null, SeeSchemaDecision.Decide(See(day) with { Taken = [Shown(extra)] }, null, now));
        schema.Drifts.ShouldBeEmpty();
        schema.IsGiven(1, extra with { After = "integer" }).ShouldBeTrue("Whatever its values seem to be.");
        schema.IsGiven(2, extra).ShouldBeFalse();
        schema.IsGiven(1, extra with { Column = "remark" }).ShouldBeFalse();
        SeeSchemaDecision.Decide(See(day.Next) with { Taken = [Shown(extra)] }, schema, now).ShouldBeEmpty();
        SeeSchemaDecision.Decide(See(day.Previous) with { Taken = [Shown(extra)] }, schema, now).ShouldBeEmpty("An earlier day is the same.");
    }

    /// <summary>A backfill looks at its days in any order: the first delivery is that of the first of them.</summary>
    [Fact]
    public void what_an_earlier_delivery_turns_out_not_to_have_is_a_drift_of_the_later()
    {
        ColumnDrift extra = new(DriftKind.Added, "note", After: "varchar");
        var schema = After(null, SeeSchemaDecision.Decide(See(day) with { Taken = [Shown(extra)] }, null, now));
        var earlier = After(schema, SeeSchemaDecision.Decide(See(day.Previous) with { Taken = [] }, schema, now));
        earlier.IsGiven(1, extra).ShouldBeFalse();
        earlier.Drifts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            drift => drift.Seen.Change.ShouldBe(extra), drift => drift.Seen.Period.ShouldBe(day), drift => drift.Seen.File.ShouldBe("expenses.csv"));
        SeeSchemaDecision.Decide(See(day.Previous.Previous) with { Taken = [] }, earlier, now).ShouldBeEmpty();
    }
}
