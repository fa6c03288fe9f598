using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Tests.Unit.OnCall;
using static EventedPipelines.Tests.Unit.Incidents.IncidentHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>Which clock it was, which event made a page due, and what a page says (domain.md 3.2, 3.3, 8.1).</summary>
public sealed class StepsOfAnIncidentSpecs
{
    static Incident State(params object[] history) => history.Aggregate(default(Incident), Incident.Fold)!;

    [Fact]
    public void a_page_is_due_because_of_the_last_thing_that_moved_it()
    {
        Escalation.BecauseOf(State(Opened)).ShouldBe(Because(1));
        Escalation.BecauseOf(State(Escalated(2))).ShouldBe(Because(3));
        Escalation.BecauseOf(State([.. Escalated(1), Held(5, until: 60)])).ShouldBe(Because(3));
        Escalation.BecauseOf(State([.. Escalated(1), Acknowledged(5)])).ShouldBe(Because(2));
    }

    [Fact]
    public void a_hold_is_over_at_its_end_and_only_once()
    {
        var held = State([.. Escalated(1), Held(5, until: 60)]);
        var expiry = Escalation.Pending(held).Single(work => work.Kind == WorkKind.HoldExpiry);
        (expiry.Due, expiry.Because).ShouldBe((Noon.AddMinutes(60), Because(3)));
        Escalation.Pending(Incident.Fold(held, ExpireHoldDecision.Decide(held, Noon.AddMinutes(60)).Single())!).ShouldHaveSingleItem().Kind.ShouldBe(WorkKind.Escalate);
    }

    [Fact]
    public void the_secondaries_are_paged_by_whichever_clock_is_first()
    {
        var late = State([.. Escalated(1), PolicyChanged(5, secondaryAfter: 30)]);
        Next(late).ShouldBe(After(30, EscalationStep.Secondary, 0, EscalationClock.Unresolved));
        Next(State([.. Escalated(1), PolicyChanged(5, secondaryAfter: 90)])).ShouldBe(After(60, EscalationStep.Primary, 1, EscalationClock.Unanswered));
    }

    [Fact]
    public void the_secondaries_are_paged_before_another_repeat_of_the_same_instant() =>
        Next(State([.. Escalated(1), PolicyChanged(5, secondaryAfter: 60)])).ShouldBe(After(60, EscalationStep.Secondary, 0, EscalationClock.Unresolved));

    [Fact]
    public void a_hold_that_ends_before_the_time_to_resolve_moves_nothing() =>
        Next(State([.. Escalated(1), Held(5, until: 240)])).ShouldBe(After(240, EscalationStep.Secondary, 0, EscalationClock.Unresolved));

    [Fact]
    public void a_hold_may_last_a_day_to_the_minute() =>
        HoldIncidentDecision.Decide(new("Waiting", Noon.AddHours(24), "amara"), State(Escalated(1)), Noon).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<IncidentHeld>().Until.ShouldBe(Noon.AddHours(24));

    [Fact]
    public void whoever_asks_for_a_longer_hold_is_told_until_when_it_may_last() =>
        HoldIncidentDecision.Decide(new("Waiting", Noon.AddHours(25), "amara"), State(Escalated(1)), Noon).Rejection!.Reason.ShouldContain("until 2026-11-23T12:00:00Z");

    [Fact]
    public void an_incident_that_is_given_to_the_same_engineer_again_stays_as_it_is()
    {
        var given = AssignIncidentDecision.Decide(new("amara", "bruno"), State(Opened), ["amara", "bruno"], Noon).Events.ShouldHaveSingleItem();
        var state = State(Opened, given);
        AssignIncidentDecision.Decide(new("amara", "bruno"), state, ["amara", "bruno"], Noon).Events.ShouldBeEmpty();
        AssignIncidentDecision.Decide(new("bruno", "amara"), state, ["amara", "bruno"], Noon).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public void nobody_can_acknowledge_an_incident_before_anybody_is_paged() =>
        AcknowledgeIncidentDecision.Decide(new("amara"), State(Opened), Noon).Rejection!.Reason.ShouldEndWith("Nobody was yet.");

    [Fact]
    public void an_incident_that_opens_again_has_its_clocks_from_then_on()
    {
        var again = State(Opened, Resolved(5), Opened with { Occurrence = 2, OpenedAt = Noon.AddHours(1) });
        (again.OpenedBy, again.Version, Next(again)).ShouldBe((3, 3, After(60, EscalationStep.Primary, 0, EscalationClock.Opened)));
    }

    static readonly Responder eva = new("eva", "Eva", PageRole.Duty, "on duty in sprint 7");

    [Fact]
    public void a_page_has_the_severity_of_a_page_and_a_copy_of_it_is_for_information()
    {
        var told = Page(State(Opened), Team with { Duty = [eva] }).Notifications;
        told.Select(notification => notification.Severity).ShouldBe([Severity.Page, Severity.Page, Severity.Info]);
        told.ShouldAllBe(notification => notification.Because == Because(2));
        told[0].Text.ShouldContain("You are paged as primary owner of profit since 2026-01-01.");
        told[2].Text.ShouldContain("You are on duty (on duty in sprint 7) and copied; paged: Amara, Bruno.");
    }

    [Fact]
    public void neither_an_engineer_who_is_paged_nor_one_who_is_away_gets_a_copy()
    {
        Page(State(Opened), Team with { Duty = [eva with { Engineer = "amara" }] }).Notifications.Count.ShouldBe(2);
        Page(State(Opened), Team with { Duty = [eva], Away = [new("eva", "has the day off")] }).Notifications.Count.ShouldBe(2);
        Page(State(Opened), Team with { Duty = [eva], Away = [new("eva", "has the day off"), new("bruno", "has the day off")] }).Notifications.Count.ShouldBe(1);
    }

    [Fact]
    public void a_page_after_an_empty_step_says_of_which_level_there_is_nobody()
    {
        var noPrimary = Team with { Primary = [] };
        Page(State(Escalated(1, noPrimary)), noPrimary).Notifications[0].Text.ShouldStartWith("There is no primary owner to page.");
        var noSecondary = Team with { Secondary = [] };
        Page(State(Escalated(6, noSecondary)), noSecondary).Notifications[0].Text.ShouldStartWith("There is no secondary owner to page.");
        Responders.WhyEmpty(EscalationStep.Everyone, "profit", []).ShouldBe("Nobody is recorded as owner of profit.");
    }

    [Fact]
    public void the_owners_of_an_area_are_named_or_told_as_nobody()
    {
        (Team.OwnedBy, Team.OnCall).ShouldBe(("Amara and Bruno", "Amara and Bruno"));
        (Responders.Nobody.OwnedBy, Responders.Nobody.OnCall).ShouldBe(("nobody", null));
        Responders.Of(null, new(2026, 11, 22), null, Noon).ShouldSatisfyAllConditions(who => who.Primary.ShouldBeEmpty(), who => who.Secondary.ShouldBeEmpty(), who => who.OwnedBy.ShouldBe("nobody"));
    }

    [Fact]
    public void an_engineer_who_stands_in_on_their_day_off_is_there_for_that_block()
    {
        var day = new Domain.Team.Holidays.PlannedHoliday(
            new(2026, 11, 22), [Rota.HolidayOn("2026-11-22", "founders-day")], 0, Domain.Team.Holidays.HolidayBlocks.Of(new(2026, 11, 22), TimeZoneInfo.Utc, ["amara", "bruno", "chiyo"]),
            ["davit", "eva"], "");
        var year = new Domain.Team.Holidays.HolidayYear(
            Domain.Team.Holidays.HolidayYear.IdOf(2026), 2026, 1, [day], ["amara", "bruno", "chiyo", "davit"], [], new Dictionary<string, int>(), "UTC", 1, 1, Noon);
        var roster = new DutyRoster(Rota.Defined(Rota.Team(5)), Rota.StandIns(Rota.StandIn("davit", "bruno", Noon.AddHours(-4), Noon.AddHours(4))), [], [year]);
        var who = Responders.Of(null, new(2026, 11, 22), roster, Noon);
        who.Primary.ShouldHaveSingleItem().Engineer.ShouldBe("davit");
        who.Away.Select(away => away.Engineer).ShouldBe(["eva"]);
    }
}
