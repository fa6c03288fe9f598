using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>When the duty changes, to whom, and what they are told (domain.md 5.1).</summary>
public sealed class HandOverSpecs
{
    static readonly DateTimeOffset due = At("2026-12-07T09:00Z");
    static readonly DecisionSpec<Sprint> sprint = new(Sprint.Fold);

    static readonly IncidentInHand incident = new(Guid.Empty, "daily-growth", "2026-12-06", "open");
    static readonly RequestInHand request = new(Guid.Empty, "Split revenue by country", 1.5m);

    static HandOver ByItself => new(null, null, [incident], [request], Terms(), NotificationPolicy.Default);

    static HandOver ByHand => new("bruno", "Mind the backfill.", [], [], Terms(), NotificationPolicy.Default);

    static SprintOpened? Next(Decision decision) => (SprintOpened?)decision.With<Sprint>().SingleOrDefault();

    [Fact]
    public void the_duty_goes_to_the_next_in_order_at_its_instant_with_all_that_is_going_on()
    {
        var requested = Guid.CreateVersion7();
        var outcome = sprint.Given(Opened(), new PointsReserved(Sprint.IdOf(1), requested, 1.5m, Monday)).Deciding(state => HandOverDecision.Decide(ByItself, state, due));

        outcome.Then(new SprintHandedOver(Sprint.IdOf(1), Sprint.IdOf(2), "bruno", "Bruno", null, [incident], [request], new(4.00m, 1.5m, 0, 2.50m), "rotation", due, due));
        Next(HandOverDecision.Decide(ByItself, outcome.Before!, due)).ShouldBe(new(
            Sprint.IdOf(2), 2, "bruno", "Bruno", Day("2026-12-07"), Day("2026-12-18"), due, At("2026-12-21T09:00Z"), "UTC", 2, 1, 40, 0.1m, 4, false, due, EventRef.Of(Sprint.IdOf(1), 3)));
    }

    [Fact]
    public void a_sprint_is_not_handed_over_by_itself_before_it_is_due() => sprint.Given(Opened()).Deciding(state => HandOverDecision.Decide(ByItself, state, due.AddTicks(-1))).ThenNothing();

    [Fact]
    public void a_sprint_that_was_handed_over_is_not_handed_over_by_itself_again()
    {
        var over = sprint.Given(Opened()).Deciding(state => HandOverDecision.Decide(ByItself, state, due)).After;
        HandOverDecision.Decide(ByItself, over, due.AddDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void a_system_that_was_down_hands_over_as_of_when_it_was_due()
    {
        var decision = HandOverDecision.Decide(ByItself, Sprint.Fold(null, Opened())!, due.AddDays(40));
        var next = Next(decision);
        decision.ShouldHaveSingleItem().ShouldBeOfType<SprintHandedOver>().ShouldSatisfyAllConditions(e => e.At.ShouldBe(due), e => e.HandedOverAt.ShouldBe(due.AddDays(40)));
        (next!.From, next.HandoverAt).ShouldBe((due, At("2026-12-21T09:00Z")));
    }

    [Fact]
    public void a_person_hands_over_at_once_and_the_next_sprint_keeps_its_days()
    {
        var now = At("2026-11-26T14:00Z");
        var decision = HandOverDecision.Decide(ByHand, Sprint.Fold(null, Opened())!, now);
        var next = Next(decision);

        decision.Rejection.ShouldBeNull();
        decision.ShouldHaveSingleItem().ShouldBeOfType<SprintHandedOver>().ShouldSatisfyAllConditions(e => (e.By, e.Notes).ShouldBe(("bruno", "Mind the backfill.")), e => e.At.ShouldBe(now));
        (next!.Duty, next.From, next.First, next.Last).ShouldBe(("bruno", now, Day("2026-12-07"), Day("2026-12-18")));
    }

    [Fact]
    public void a_sprint_that_is_over_is_not_handed_over_by_hand()
    {
        var over = sprint.Given(Opened()).Deciding(state => HandOverDecision.Decide(ByHand, state, Monday.AddHours(1))).After;
        HandOverDecision.Decide(ByHand, over, Monday.AddHours(2)).ShouldSatisfyAllConditions(
            outcome => outcome.Rejection!.Reason.ShouldBe("Sprint 1 was handed over to Bruno at 2026-11-23 10:00 UTC."), outcome => outcome.ShouldBeEmpty(), outcome => outcome.Others.ShouldBeEmpty());
    }

    [Fact]
    public void a_sprint_that_has_not_begun_is_not_handed_over_by_hand() =>
        HandOverDecision.Decide(ByHand, Sprint.Fold(null, Opened())!, Monday.AddMinutes(-1)).Rejection!.Reason.ShouldBe("Sprint 1 has not begun.");

    [Fact]
    public void a_sprint_that_is_late_is_handed_over_by_hand_as_of_when_it_was_due() =>
        Next(HandOverDecision.Decide(ByHand, Sprint.Fold(null, Opened())!, due.AddHours(3)))!.From.ShouldBe(due);

    [Fact]
    public void a_handover_without_a_rotation_opens_no_next_sprint()
    {
        var decision = HandOverDecision.Decide(ByItself with { Terms = null }, Sprint.Fold(null, Opened())!, due);
        (decision.Rejection, Next(decision)).ShouldBe((null, null));
        decision.ShouldHaveSingleItem().ShouldBeOfType<SprintHandedOver>().Next.ShouldBeNull();
    }

    [Fact]
    public void the_handover_is_owed_while_the_sprint_is_open_and_not_any_more_once_it_is_over()
    {
        var open = Sprint.Fold(null, Opened())!;
        Handovers(open).ShouldBe([new(WorkKind.Handover, "1", due, EventRef.Of(open.Id, 1))]);

        var later = Sprint.Fold(open, new SprintReplanned(open.Id, Day("2026-12-07"), due.AddDays(1), 3, Monday, "calendar@3"))!;
        Handovers(later).ShouldHaveSingleItem().Due.ShouldBe(due.AddDays(1));

        var over = HandOverDecision.Decide(ByItself, open, due).On(open, Sprint.Fold)!;
        SprintWork.Pending(over).ShouldBeEmpty();

        static IEnumerable<PendingWork> Handovers(Sprint sprint) => SprintWork.Pending(sprint).Where(work => work.Kind == WorkKind.Handover);
    }

    [Fact]
    public void a_look_at_the_coverage_is_owed_when_a_sprint_begins_and_whenever_something_has_changed()
    {
        static IEnumerable<DateTimeOffset> Looks(Sprint sprint) => SprintWork.Pending(sprint).Where(work => work.Kind == WorkKind.Coverage).Select(work => work.Due);
        var open = Sprint.Fold(null, Opened())!;
        Looks(open).ShouldHaveSingleItem();

        var looked = Sprint.Fold(open, new CoverageLooked(open.Id, [], Monday))!;
        Looks(looked).ShouldBeEmpty();

        var asked = Sprint.Fold(looked, new CoverageAsked(open.Id, Monday.AddDays(2)))!;
        Looks(asked).ShouldBe([Monday.AddDays(2)]);
        LookAtCoverageDecision.Decide(new([], [], NotificationPolicy.Default), asked, Monday.AddDays(2)).Events.ShouldHaveSingleItem().ShouldBeOfType<CoverageLooked>();
        LookAtCoverageDecision.Decide(new([], [], NotificationPolicy.Default), looked, Monday.AddDays(2)).Events.ShouldBeEmpty();
    }

    [Fact]
    public void the_next_sprint_knows_the_coverage_gaps_of_the_one_before()
    {
        var gap = new CoverageGap(GapKind.Owners, "growth, secondary", Day("2026-12-25"), Day("2026-12-25"), "Away");
        var known = Sprint.Fold(Sprint.Fold(null, Opened()), new CoverageLooked(Sprint.IdOf(1), [gap], Monday))!;
        var next = Sprint.Fold(null, Next(HandOverDecision.Decide(ByItself, known, due))!)!;
        LookAtCoverageDecision.Decide(new([gap], ["amara"], NotificationPolicy.Default), next, due).Notifications.ShouldBeEmpty("It was told before.");
    }

    [Fact]
    public void whoever_takes_over_the_duty_is_told_what_is_going_on()
    {
        var ending = Sprint.Fold(null, Opened())!;
        var told = HandOverDecision.Decide(ByItself with { By = "amara", Notes = "Mind the backfill." }, ending, due).Notifications.ShouldHaveSingleItem();

        told.Recipient.ShouldBe("bruno");
        told.Title.ShouldBe("You are on duty in sprint 2");
        told.Text.ShouldBe(
            """
            From 2026-12-07 09:00 UTC until 2026-12-21 09:00 UTC you are on duty for ad-hoc requests, after Amara.
            amara says: Mind the backfill.
            Open incidents:
            - daily-growth 2026-12-06, open
            Requests in progress:
            - Split revenue by country (1.5 points)
            Sprint 1 spent 0 of 4 points, 0 are reserved. Yours has 4.
            """);
    }

    [Fact]
    public void the_first_sprint_is_that_of_the_instant_by_the_count_of_all_before_it()
    {
        var opened = SprintOpening.First(Terms(), At("2026-12-30T12:00Z"));
        (opened.Number, opened.Duty, opened.From, opened.HandoverAt).ShouldBe((3, "chiyo", At("2026-12-21T09:00Z"), At("2027-01-04T09:00Z")));
    }

    [Fact]
    public void a_sprints_budget_is_its_share_of_the_teams_points() =>
        SprintOpening.First(Terms(requests: new RequestPolicy(33.3333m, 0.125m, null)), Monday).ShouldSatisfyAllConditions(
            opened => opened.Capacity.ShouldBe(4.1667m), opened => (opened.TeamPoints, opened.Share).ShouldBe((33.3333m, 0.125m)));
}
