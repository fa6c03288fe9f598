using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>A sprint after what happened in it: whose instants are its, what its budget has left, what it owes (domain.md 5.1, 5.3, 5.4).</summary>
public sealed class SprintStateSpecs
{
    static readonly DateTimeOffset end = At("2026-12-07T09:00Z");
    static readonly DecisionSpec<Sprint> sprint = new(Sprint.Fold);
    static readonly Guid one = new(1, 0, 0, new byte[8]);
    static readonly Guid other = new(2, 0, 0, new byte[8]);

    [Fact]
    public void a_sprint_holds_from_its_begin_until_its_handover()
    {
        var state = sprint.Given(Opened()).State!;
        new[] { Monday.AddTicks(-1), Monday, end.AddTicks(-1), end }.Select(state.Holds).ShouldBe([false, true, true, false]);
    }

    [Fact]
    public void an_instant_belongs_to_the_sprint_that_holds_it()
    {
        var state = sprint.Given(Opened()).State!;
        var roster = new DutyRoster(Defined(Team(7, rotation: Rotation)), StandIns(), [state], []);
        (roster.SprintAt(Monday), roster.SprintAt(end)).ShouldBe((state, null));
    }

    [Fact]
    public void the_points_that_one_request_took_are_spent_and_those_of_others_stay_reserved()
    {
        var state = sprint.Given(
            Opened(), new PointsReserved(Sprint.IdOf(1), one, 1m, Monday), new PointsReserved(Sprint.IdOf(1), other, 2m, Monday), new PointsSettled(Sprint.IdOf(1), one, 1m, 1.5m, Monday)).State!;
        (state.Reserved, state.Spent, state.Left).ShouldBe((2m, 1.5m, 0.5m));
    }

    [Fact]
    public void a_look_at_the_coverage_is_owed_because_of_the_event_that_asked_for_it()
    {
        EventRef.Of(Sprint.IdOf(1), 1).ShouldBe(Look(sprint.Given(Opened()).State!).Because);
        Look(sprint.Given(Opened(), new CoverageLooked(Sprint.IdOf(1), [], Monday), new CoverageAsked(Sprint.IdOf(1), Monday)).State!).Because.ShouldBe(EventRef.Of(Sprint.IdOf(1), 3));
        SprintWork.Pending(sprint.Given(Opened(), new CoverageLooked(Sprint.IdOf(1), [], Monday)).State!).ShouldNotContain(work => work.Kind == WorkKind.Coverage);

        static PendingWork Look(Sprint state) => SprintWork.Pending(state).Single(work => work.Kind == WorkKind.Coverage);
    }

    [Fact]
    public void a_notice_of_a_coverage_gap_is_because_of_the_look_that_found_it()
    {
        var state = sprint.Given(Opened(), new CoverageAsked(Sprint.IdOf(1), Monday)).State!;
        var gap = new CoverageGap(GapKind.Duty, "Duty, sprint 2", Day("2026-12-07"), Day("2026-12-21"), "Nobody.");
        var told = LookAtCoverageDecision.Decide(new([gap], ["amara"], Domain.Catalog.Policies.NotificationPolicy.Default), state, Monday).Notifications.ShouldHaveSingleItem();
        told.Because.ShouldBe(EventRef.Of(Sprint.IdOf(1), 3));
        told.Title.ShouldEndWith("2026-12-07 to 2026-12-21");
    }
}
