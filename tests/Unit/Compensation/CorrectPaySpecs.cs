using EventedPipelines.Domain;
using EventedPipelines.Domain.Compensation;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>A line is wrong: it is taken back, and another takes its place (domain.md 6.4).</summary>
public sealed class CorrectPaySpecs
{
    static readonly DateTimeOffset Now = At("2027-01-15T09:00Z");
    static readonly Slice January = Slice.Parse("2027-01");
    static readonly PayPolicy Pay = new("EUR", 60m, 2m, new Dictionary<string, decimal>(), new Dictionary<string, decimal> { ["chiyo"] = 45m });
    static readonly DecisionSpec<PayPeriod> ledger = new(PayPeriod.Fold);

    static readonly PayLine Wrong = new(
        DerivedId.Of("pay-line", "2026-12-25-2", "bruno"), "bruno", "Bruno", Day("2026-12-25"), ["christmas-day"], 2, At("2026-12-25T08:00Z"), At("2026-12-25T16:00Z"), 8m, 60m, 2m, 960m, "EUR", ["year@1"]);

    static (Refused? Refused, object[] Events) Correct(string? engineer, PayLine? line = null, bool isReversed = false, PayPolicy? pay = null) =>
        CorrectPayDecision.Decide(new(Wrong.LineId, engineer, "They swapped.", "amara"), line ?? Wrong, isReversed, January, Defined(Team(pay: pay ?? Pay), version: 5), Now);

    [Fact]
    public void a_reversal_and_a_line_for_whoever_was_there()
    {
        var outcome = ledger.Given().Deciding(_ => Correct("chiyo").Events);
        outcome.Then(
            new DutyBooked(PayPeriod.IdOf(January), January, Wrong with { LineId = DerivedId.Of("pay-reversal", Wrong.LineId.ToString()), Hours = -8m, Amount = -960m, Reverses = Wrong.LineId, Reason = "They swapped.", Actor = "amara" }, Now),
            new DutyBooked(
                PayPeriod.IdOf(January), January,
                Wrong with
                {
                    LineId = DerivedId.Of("pay-line", Wrong.LineId.ToString(), "chiyo"),
                    Engineer = "chiyo",
                    Name = "Chiyo",
                    Rate = 45m,
                    Amount = 720m,
                    Evidence = ["year@1", EventRef.Of(DefinedTeam.TheId, 5)],
                    Reason = "They swapped.",
                    Actor = "amara",
                },
                Now));
        outcome.After.Total.ShouldBe(-240);
        outcome.After.IsReversed(Wrong.LineId).ShouldBeTrue();
    }

    [Fact]
    public void where_nobody_is_to_be_paid_the_reversal_alone() => Correct(null).Events.ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line.Amount.ShouldBe(-960);

    [Fact]
    public void the_line_that_takes_its_place_can_be_corrected_in_turn()
    {
        var instead = Correct("chiyo").Events.Cast<DutyBooked>().Last().Line;
        Correct("davit", instead).Events.Cast<DutyBooked>().Sum(booked => booked.Line.Amount).ShouldBe(960 - 720);
    }

    [Fact]
    public void and_back_to_the_first_one()
    {
        var instead = Correct("chiyo").Events.Cast<DutyBooked>().Last().Line;
        Correct("bruno", instead).Events.Cast<DutyBooked>().Last().Line.ShouldSatisfyAllConditions(line => line.Amount.ShouldBe(960), line => line.LineId.ShouldNotBe(Wrong.LineId));
    }

    [Fact]
    public void a_line_is_taken_back_once() => Correct("chiyo", isReversed: true).ShouldSatisfyAllConditions(
        again => again.Refused!.Reason.ShouldBe("The line was taken back already."), again => again.Events.ShouldBeEmpty());

    [Fact]
    public void a_reversal_is_not_corrected() => Correct("chiyo", Wrong with { Reverses = Guid.Empty }).Refused!.Reason.ShouldBe("It is itself a reversal.");

    [Fact]
    public void nothing_is_wrong_where_it_is_theirs_already() => Correct("bruno").Refused!.Reason.ShouldBe("The line is Bruno's already.");

    [Fact]
    public void whoever_was_there_is_in_the_team() => Correct("zoe").Refused!.Reason.ShouldBe("There is no engineer 'zoe' in the team: amara, bruno, chiyo, davit.");

    [Fact]
    public void nobody_is_paid_instead_by_a_team_without_pay()
    {
        var withoutPay = Defined(Team());
        CorrectPayDecision.Decide(new(Wrong.LineId, "chiyo", "They swapped.", "amara"), Wrong, false, January, withoutPay, Now).Refused!.Reason.ShouldStartWith("The team has no `pay` any more");
        CorrectPayDecision.Decide(new(Wrong.LineId, null, "They swapped.", "amara"), Wrong, false, January, withoutPay, Now).Events.ShouldHaveSingleItem();
    }
}
