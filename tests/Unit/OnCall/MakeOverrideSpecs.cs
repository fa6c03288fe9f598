using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Who stands in for whom, and what is not allowed (domain.md 5.2).</summary>
public sealed class MakeOverrideSpecs
{
    static readonly DateTimeOffset now = Monday;
    static readonly Guid id = new("11111111-0000-0000-0000-000000000000");
    static readonly DecisionSpec<Overrides> overrides = new(Overrides.Fold);

    static MakeOverride Make(string engineer, string insteadOf, double from = 0, double to = 24) =>
        new(id, engineer, insteadOf, now.AddHours(from), now.AddHours(to), "a wedding", "davit");

    static OverrideMade Made(string engineer, string insteadOf, double from = 0, double to = 24, int number = 1) => new(
        Overrides.TheId, new Guid(number, 0, 0, new byte[8]), engineer, NameOf(engineer), insteadOf, now.AddHours(from), now.AddHours(to), "a wedding", "davit", now);

    static string? WhyNot(MakeOverride command, params object[] history) =>
        MakeOverrideDecision.Decide(command, history.Aggregate(default(Overrides), Overrides.Fold), Team(), [], now) is { Rejection: { } refused, Events: [] } ? refused.Reason : null;

    [Fact]
    public void an_engineer_may_stand_in_for_another() =>
        overrides.Given().Deciding(state => MakeOverrideDecision.Decide(Make("bruno", "amara"), state, Team(), [], now).Events)
            .Then(Made("bruno", "amara") with { OverrideId = id });

    [Fact]
    public void an_override_without_a_beginning_begins_now() =>
        overrides.Given().Deciding(state => MakeOverrideDecision.Decide(Make("bruno", "amara") with { From = null }, state, Team(), [], now).Events)
            .ThenOne<OverrideMade>().From.ShouldBe(now);

    [Fact]
    public void both_engineers_of_an_override_are_in_the_team()
    {
        WhyNot(Make("zoe", "amara")).ShouldBe("There is no engineer 'zoe' in the team: amara, bruno, chiyo, davit.");
        WhyNot(Make("amara", "zoe")).ShouldBe("There is no engineer 'zoe' in the team: amara, bruno, chiyo, davit.");
    }

    [Fact]
    public void nobody_stands_in_for_themselves() => WhyNot(Make("amara", "amara")).ShouldNotBeNull();

    [Fact]
    public void an_override_that_begins_in_the_past_is_refused() => WhyNot(Make("bruno", "amara", from: -0.01)).ShouldStartWith("It would begin in the past");

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    [InlineData(0, (92 * 24) + 0.01)]
    public void an_override_ends_after_it_begins_and_within_three_months(double from, double to) => WhyNot(Make("bruno", "amara", from, to)).ShouldBe("It ends after it begins, and within 92 days.");

    [Fact]
    public void an_override_may_last_three_months() => WhyNot(Make("bruno", "amara", 1, (92 * 24) + 1)).ShouldBeNull();

    [Fact]
    public void nobody_stands_in_for_somebody_who_is_stood_in_for_already() =>
        WhyNot(Make("chiyo", "amara", 23, 30), Made("bruno", "amara"))
            .ShouldBe("Bruno stands in for 'amara' from 2026-11-23 09:00 to 2026-11-24 09:00 UTC already. End that one first.");

    [Fact]
    public void somebody_else_may_stand_in_before_and_after_an_override() => WhyNot(Make("chiyo", "amara", 24, 30), Made("bruno", "amara"), Made("davit", "amara", 30, 40, number: 2)).ShouldBeNull();

    [Fact]
    public void somebody_else_may_stand_in_once_an_override_was_ended() =>
        WhyNot(Make("chiyo", "amara", 2, 30), Made("bruno", "amara"), new OverrideEnded(Overrides.TheId, new Guid(1, 0, 0, new byte[8]), "davit", now.AddHours(2))).ShouldBeNull();

    [Fact]
    public void one_engineer_may_stand_in_for_two() => WhyNot(Make("bruno", "chiyo"), Made("bruno", "amara")).ShouldBeNull();

    [Fact]
    public void an_engineer_may_stand_in_for_one_who_stands_in() => WhyNot(Make("chiyo", "bruno"), Made("bruno", "amara")).ShouldBeNull();

    [Fact]
    public void two_engineers_may_not_stand_in_for_each_other_at_the_same_time() =>
        WhyNot(Make("amara", "bruno"), Made("bruno", "amara")).ShouldBe("'amara' is replaced meanwhile, in the end by 'bruno': nobody would be there.");

    [Fact]
    public void three_engineers_may_not_stand_in_for_each_other_in_a_circle() =>
        WhyNot(Make("amara", "chiyo", 10, 12), Made("bruno", "amara"), Made("chiyo", "bruno", 0, 11, number: 2)).ShouldNotBeNull();

    [Fact]
    public void two_engineers_may_stand_in_for_each_other_one_after_the_other() => WhyNot(Make("amara", "bruno", 24, 48), Made("bruno", "amara")).ShouldBeNull();

    [Fact]
    public void an_override_is_ended_at_once()
    {
        var outcome = overrides.Given(Made("bruno", "amara")).Deciding(state => EndOverrideDecision.Decide(new(state.All[0].Id, "amara"), state, now.AddHours(3)));
        outcome.Then(new OverrideEnded(Overrides.TheId, new Guid(1, 0, 0, new byte[8]), "amara", now.AddHours(3)));
        outcome.After.StandInFor("amara", now.AddHours(2.99)).Engineer.ShouldBe("bruno");
        outcome.After.StandInFor("amara", now.AddHours(3)).Engineer.ShouldBe("amara");
    }

    [Fact]
    public void an_override_that_is_ended_before_it_begins_never_comes_about()
    {
        var after = overrides.Given(Made("bruno", "amara", 10, 20)).Deciding(state => EndOverrideDecision.Decide(new(state.All[0].Id, "amara"), state, now.AddHours(3))).After;
        after.All[0].IsCalledOff.ShouldBeTrue();
        after.During("amara", now, now.AddHours(30)).ShouldHaveSingleItem().Engineer.ShouldBe("amara");
        WhyNotAfter(after, Make("bruno", "amara", 10, 20)).ShouldBeNull();
    }

    [Fact]
    public void an_override_that_is_over_or_was_ended_is_not_ended_again()
    {
        var made = Made("bruno", "amara");
        var ended = new OverrideEnded(Overrides.TheId, made.OverrideId, "amara", now.AddHours(3));
        overrides.Given(made).Deciding(state => EndOverrideDecision.Decide(new(made.OverrideId, "amara"), state, now.AddHours(24))).ThenNothing();
        overrides.Given(made, ended).Deciding(state => EndOverrideDecision.Decide(new(made.OverrideId, "amara"), state, now.AddHours(4))).ThenNothing();
        overrides.Given(made).Deciding(state => EndOverrideDecision.Decide(new(Guid.Empty, "amara"), state, now.AddHours(4))).ThenNothing();
    }

    static string? WhyNotAfter(Overrides state, MakeOverride command) => MakeOverrideDecision.Decide(command, state, Team(), [], now).Rejection?.Reason;
}
