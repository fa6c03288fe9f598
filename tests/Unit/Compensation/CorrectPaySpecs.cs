using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Compensation;
using EventedPipelines.Domain.Team.Members;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.Compensation;

/// <summary>A line is wrong: it is taken back, and another takes its place (domain.md 6.4).</summary>
public sealed class CorrectPaySpecs
{
    static readonly DateTimeOffset now = At("2027-01-15T09:00Z");
    static readonly DataInterval january = DataInterval.Parse("2027-01");
    static readonly PayPolicy pay = new("EUR", 60m, 2m, new Dictionary<string, decimal>(), new Dictionary<string, decimal> { ["chiyo"] = 45m });
    static readonly DecisionSpec<PayPeriod> ledger = new(PayPeriod.Fold);

    static readonly PayLine wrong = new(
        DerivedId.Of("pay-line", "2026-12-25-2", "bruno"), "bruno", "Bruno", Day("2026-12-25"), ["christmas-day"], 2, At("2026-12-25T08:00Z"), At("2026-12-25T16:00Z"), 8m, 60m, 2m, 960m, "EUR",
        ["year@1"]);

    static DefinedTeam Terms => Defined(Team(pay: pay), version: 5);

    static Decision Correct(PayChange change, PayPeriod? state = null, Guid? line = null, DefinedTeam? team = null) =>
        CorrectPayDecision.Decide(new(line ?? wrong.LineId, change, "They swapped.", "amara"), new([wrong, .. state?.Lines ?? []]), january, team ?? Terms, team ?? Terms, now);

    static Decision Correct(string? engineer, PayPeriod? state = null, Guid? line = null, DefinedTeam? team = null) => Correct(new PayChange(engineer), state, line, team);

    static PayPeriod After(Decision decided, PayPeriod? state = null)
    {
        decided.Rejection.ShouldBeNull();
        return decided.Events.Aggregate(state, PayPeriod.Fold)!;
    }

    static PayLine Booked(Decision decided) => decided.Events.Cast<DutyBooked>().Last().Line;

    // The amounts that hold in the end, of the wrong line and all after it.
    static decimal Paid(PayPeriod state) => wrong.Amount + state.Total;

    [Fact]
    public void a_correction_is_a_reversal_and_a_pay_line_for_whoever_was_there()
    {
        var outcome = ledger.Given().Deciding(_ => Correct("chiyo").Events);
        outcome.Then(
            new DutyBooked(PayPeriod.IdOf(january), january,
                wrong with { LineId = DerivedId.Of("pay-reversal", wrong.LineId.ToString()), Hours = -8m, Amount = -960m, Reverses = wrong.LineId, Reason = "They swapped.", Actor = "amara" }, now),
            new DutyBooked(
                PayPeriod.IdOf(january), january,
                wrong with
                {
                    LineId = DerivedId.Of("pay-line", wrong.LineId.ToString(), "1"),
                    Engineer = "chiyo",
                    Name = "Chiyo",
                    Rate = 45m,
                    Amount = 720.00m,
                    Evidence = ["year@1", EventRef.Of(DefinedTeam.TheId, 5)],
                    Reason = "They swapped.",
                    Actor = "amara",
                    Corrects = wrong.LineId,
                },
                now));
        outcome.After.Total.ShouldBe(-240);
    }

    [Fact]
    public void a_correction_where_nobody_is_to_be_paid_is_the_reversal_alone() => Correct(engineer: null).Events.ShouldHaveSingleItem().ShouldBeOfType<DutyBooked>().Line.Amount.ShouldBe(-960);

    [Fact]
    public void a_wrong_rate_of_a_pay_line_is_corrected() =>
        Booked(Correct(new PayChange(Rate: 61.5m))).ShouldSatisfyAllConditions(line => line.Engineer.ShouldBe("bruno"), line => line.Amount.ShouldBe(984m), line => line.Multiplier.ShouldBe(2));

    [Fact]
    public void a_wrong_multiplier_of_a_pay_line_is_corrected() =>
        Booked(Correct(new PayChange(Multiplier: 3m))).ShouldSatisfyAllConditions(line => line.Rate.ShouldBe(60), line => line.Amount.ShouldBe(1440m));

    [Fact]
    public void a_wrong_time_of_a_pay_line_is_corrected() =>
        Booked(Correct(new PayChange(To: At("2026-12-25T08:20Z"))))
            .ShouldSatisfyAllConditions(line => line.Duration.ShouldBe(TimeSpan.FromMinutes(20)), line => line.Hours.ShouldBe(0.3333m), line => line.Amount.ShouldBe(40m));

    [Fact]
    public void engineer_time_rate_and_multiplier_of_a_pay_line_are_corrected_at_once() =>
        Booked(Correct(new PayChange("chiyo", At("2026-12-25T09:00Z"), At("2026-12-25T10:00Z"), 10m, 1m)))
            .ShouldSatisfyAllConditions(line => line.Engineer.ShouldBe("chiyo"), line => line.Amount.ShouldBe(10m));

    [Fact]
    public void a_pay_line_that_takes_the_place_of_another_can_be_corrected_in_turn()
    {
        var first = Correct("chiyo");
        var second = Correct("davit", After(first), Booked(first).LineId);
        Paid(After(second, After(first))).ShouldBe(960);
        Booked(second).Corrects.ShouldBe(Booked(first).LineId);
    }

    [Fact]
    public void a_corrected_pay_line_can_be_corrected_back_to_the_first_engineer()
    {
        var first = Correct("chiyo");
        Booked(Correct("bruno", After(first), Booked(first).LineId)).ShouldSatisfyAllConditions(line => line.Amount.ShouldBe(960), line => line.LineId.ShouldNotBe(wrong.LineId));
    }

    [Fact]
    public void a_pay_line_is_taken_back_once_and_then_the_one_in_its_place_is_named()
    {
        var first = Correct("chiyo");
        var instead = Booked(first).LineId;
        Correct(engineer: null, After(first)).Rejection!.Reason.ShouldBe(
            $"The line was taken back already. Chiyo's line {instead} is there for 2026-12-25 08:00 to 2026-12-25 16:00 UTC. Correct that one.");
        Correct("davit", After(first)).Rejection!.Reason.ShouldBe($"Chiyo's line {instead} is there for 2026-12-25 08:00 to 2026-12-25 16:00 UTC. Correct that one first.");
    }

    [Fact]
    public void a_pay_line_that_was_taken_back_wrongly_is_booked_again_by_its_reversal_or_by_name()
    {
        var taken = Correct(engineer: null);
        var reversal = Booked(taken).LineId;
        Correct(engineer: null, After(taken)).Rejection!.Reason.ShouldBe("The line was taken back already. Say who was there to have it booked again.");
        Booked(Correct(engineer: null, After(taken), reversal))
            .ShouldSatisfyAllConditions(line => line.Engineer.ShouldBe("bruno"), line => line.Amount.ShouldBe(960), line => line.Reverses.ShouldBeNull());
        Booked(Correct("chiyo", After(taken), reversal)).Amount.ShouldBe(720);
        Booked(Correct("chiyo", After(taken))).Amount.ShouldBe(720);
    }

    [Fact]
    public void a_pay_line_is_taken_back_and_booked_again_and_again_under_ids_of_their_own()
    {
        PayPeriod? state = null;
        for (var time = 0; time < 3; time++)
        {
            var taken = Correct(engineer: null, state, state?.Lines[^1].LineId);
            state = After(taken, state);
            state = After(Correct(engineer: null, state, Booked(taken).LineId), state);
        }

        Paid(state!).ShouldBe(960);
        state!.Lines.Select(line => line.LineId).ShouldBeUnique();
    }

    [Fact]
    public void a_correction_that_would_change_nothing_is_refused()
    {
        Correct("bruno").Rejection!.Reason.ShouldBe("Nothing would change: the line is Bruno's already, with this time, rate and multiplier.");
        Correct(new PayChange(Rate: 60m, Multiplier: 2.0m, To: wrong.To)).Rejection!.Reason.ShouldStartWith("Nothing would change");
    }

    [Fact]
    public void a_pay_line_of_an_older_build_is_corrected_to_cents()
    {
        var old = wrong with { To = wrong.From.AddMinutes(20), Hours = 0.3333m, Rate = 72m, Multiplier = 3m, Amount = 71.9928m };
        var (refused, events) = CorrectPayDecision.Decide(new(old.LineId, new(Rate: 72m), "0.0072 are missing.", "amara"), new([old]), january, Terms, Terms, now);
        refused.ShouldBeNull();
        events.Cast<DutyBooked>().Select(booked => booked.Line.Amount).ShouldBe([-71.9928m, 72.00m]);
    }

    [Fact]
    public void another_engineer_is_paid_by_the_terms_under_which_the_corrected_line_was_booked()
    {
        var then = Defined(Team(pay: pay with { Rates = new Dictionary<string, decimal> { ["chiyo"] = 40m } }), version: 2);
        var (_, events) = CorrectPayDecision.Decide(new(wrong.LineId, new("chiyo"), "They swapped.", "amara"), new([wrong]), january, then, Terms, now);
        events.Cast<DutyBooked>().Last().Line.ShouldSatisfyAllConditions(line => line.Rate.ShouldBe(40), line => line.Evidence.ShouldContain(EventRef.Of(DefinedTeam.TheId, 2)));
    }

    [Fact]
    public void the_parts_of_a_corrected_block_still_sum_to_it_and_the_cents_of_the_others_follow()
    {
        var begin = wrong.From;
        PayLine part(int at, string engineer) => wrong with
        {
            LineId = new Guid(at, 0, 0, new byte[8]),
            Engineer = engineer,
            From = begin.AddMinutes(160 * at),
            To = begin.AddMinutes(160 * (at + 1)),
            Rate = 10m,
            Multiplier = 1m,
            Amount = at < 2 ? 26.67m : 26.66m,
        };
        PayLine[] parts = [part(0, "amara"), part(1, "bruno"), part(2, "davit")];
        var (_, events) = CorrectPayDecision.Decide(
            new(parts[0].LineId, new("eva"), "They swapped.", "amara"), new(parts), january, Defined(Team(5, pay: pay with { Rates = new Dictionary<string, decimal> { ["eva"] = 10m } })), Terms, now);

        var all = new DayOfPay([.. parts, .. events.Cast<DutyBooked>().Select(booked => booked.Line)]);
        all.Of(2).Select(line => (line.Engineer, line.Amount)).Order().ShouldBe([("bruno", 26.67m), ("davit", 26.67m), ("eva", 26.66m)]);
        all.Lines.Sum(line => line.Amount).ShouldBe(80m);
    }

    [Theory]
    [InlineData("2026-12-25T07:59Z", "2026-12-25T16:00Z", "It is not within one block of the day")]
    [InlineData("2026-12-25T08:00Z", "2026-12-25T16:01Z", "It is not within one block of the day")]
    [InlineData("2026-12-25T10:00Z", "2026-12-25T10:00Z", "It ends after it begins.")]
    public void a_corrected_time_is_not_empty_and_within_its_block(string from, string to, string why) => Correct(new PayChange(From: At(from), To: At(to))).Rejection!.Reason.ShouldStartWith(why);

    [Fact]
    public void an_hour_of_holiday_duty_is_paid_once()
    {
        var half = wrong with { To = At("2026-12-25T12:00Z") };
        var other = wrong with { LineId = Guid.Empty, Engineer = "davit", Name = "Davit", From = At("2026-12-25T12:00Z") };
        CorrectPayDecision.Decide(new(half.LineId, new(To: At("2026-12-25T13:00Z")), "Longer.", "amara"), new([half, other]), january, Terms, Terms, now)
            .Rejection!.Reason.ShouldBe($"Davit's line {Guid.Empty} is there for 2026-12-25 12:00 to 2026-12-25 16:00 UTC. Correct that one first.");
    }

    [Fact]
    public void a_correction_for_somebody_who_is_not_in_the_team_is_refused() => Correct("zoe").Rejection!.Reason.ShouldBe("There is no engineer 'zoe' in the team: amara, bruno, chiyo, davit.");

    [Fact]
    public void a_team_without_pay_pays_another_engineer_only_at_a_rate_that_is_said()
    {
        var withoutPay = Defined(Team());
        Correct("chiyo", team: withoutPay).Rejection!.Reason.ShouldStartWith("The team has no `pay`");
        Correct(engineer: null, team: withoutPay).Events.ShouldHaveSingleItem();
        Booked(Correct(new PayChange("chiyo", Rate: 50m), team: withoutPay)).Amount.ShouldBe(800m);
    }
}
