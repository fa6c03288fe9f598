using CsCheck;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.OnCall;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>
/// What holds whatever happens (domain.md 2.6, 3, 4): random failures, arrivals, acknowledgements, holds, resolutions, changed policies, people away and passing time
/// over one interval.
/// </summary>
public sealed class NightSpecs
{
    static readonly string[] engineers = ["amara", "bruno", "chiyo", "davit"];

    static readonly Gen<Fate> fates = Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 40]).Select((luck, isPermanent, minutes) => new Fate(luck < 3, isPermanent && luck < 1, luck < 6 ? 0 : minutes));

    static readonly Gen<(int Kind, int Amount)> acts = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 300]);

    static readonly Gen<((int Kind, int Amount)[] Acts, Fate[] Fates, bool[] Away)> nights = Gen.Select(acts.Array[5, 40], fates.Array[1, 40], Gen.Bool.Array[4]);

    [Fact]
    public void pages_runs_and_the_sla_verdict_of_an_interval_are_right_over_hundreds_of_nights() => Check(500);

    [Fact]
    [Trait("Category", "Full")]
    public void pages_runs_and_the_sla_verdict_of_an_interval_are_right_over_many_thousands_of_nights() => Check(5_000);

    static void Check(long nightsToLive) => nights.Sample(night => Live(night.Acts, night.Fates, night.Away), iter: nightsToLive);

    static void Live((int Kind, int Amount)[] acts, Fate[] fates, bool[] isAway)
    {
        var next = 0;

        // Mostly everybody is there: with three of four bits set two people are away.
        HashSet<string> away = [.. engineers.Where((_, at) => isAway[at] && isAway[(at + 1) % 4])];
        var night = new NightModel(() => fates[next++ % fates.Length], away);
        night.Begin();
        foreach (var (kind, amount) in acts)
        {
            Act(night, kind, amount);
            AlwaysHolds(night);
        }

        night.PassTo(NightModel.Deadline.AddDays(1));
        AlwaysHolds(night);
        InTheEnd(night, away);
    }

    static void Act(NightModel night, int kind, int amount)
    {
        switch (kind)
        {
            case 0:
                night.Arrive();
                break;
            case 1 or 2:
                night.Acknowledge(engineers[amount % 4]);
                break;
            case 3:
                night.Hold(amount * 5);
                break;
            case 4 when amount < 60:
                night.Resolve();
                break;
            case 4 when amount < 120:
                night.ChangePolicy(amount * 4);
                break;
            default:
                night.PassTo(night.Now.AddMinutes(amount));
                break;
        }
    }

    static void AlwaysHolds(NightModel night)
    {
        if (night.Incident is { IsResolved: false } incident)
        {
            Escalation.Pending(incident).ShouldNotBeEmpty("Somebody is always about to be paged.");
        }

        night.Runs.Where(run => !run.IsFinished).ShouldAllBe(run => RunWork.Pending(run).Any());
    }

    static void InTheEnd(NightModel night, HashSet<string> away)
    {
        Pages(night, away);
        foreach (var run in night.Runs)
        {
            var history = night.History.Where(entry => entry.Stream == run.Id).Select(entry => entry.Event).ToList();
            foreach (var step in history.OfType<AttemptStarted>().GroupBy(attempt => attempt.Step))
            {
                step.ShouldAllBe(attempt => attempt.Number <= 4);
            }

            history.OfType<RunPublished>().Count().ShouldBeLessThanOrEqualTo(1, "A run is published once.");
            var hasFallenBack = history.OfType<FallbackBegun>().Any();
            history.OfType<RunPublished>().ShouldAllBe(published => (published.Outcome == RunOutcome.PublishedPartial) == hasFallenBack, "Finish and fallback never both win.");
        }

        var verdicts = night.History.Select(entry => entry.Event).Where(e => e is SlaMet or SlaMissed).ToList();
        var verdict = verdicts.ShouldHaveSingleItem("There is one verdict.");
        var graced = night.History.Any(entry => entry.Event is SlaGraceGiven) ? NightModel.Deadline.AddMinutes(2) : NightModel.Deadline;

        // What a fallback leaves to the next generation begins after the verdict of that instant, and may take no time here.
        var isBefore = night.History.TakeWhile(entry => entry.Event != verdict).Any(entry => entry.Event is Published { IsWholeItself: true });
        (verdict is SlaMet).ShouldBe(night.Interval.CompleteAt < graced || (night.Interval.CompleteAt == graced && isBefore));
        if (night.Interval.Publication is null)
        {
            night.Runs.ShouldContain(run => run.Outcome == RunOutcome.Failed && run.Fallback != null, "From the deadline on investors see something, unless nothing can be published at all.");
            night.Incident.ShouldNotBeNull();
        }
    }

    static void Pages(NightModel night, HashSet<string> away)
    {
        Incident? incident = null;
        foreach (var (_, e, at) in night.History.Where(entry => entry.Event is IIncidentEvent))
        {
            if (e is EngineersPaged paged)
            {
                incident!.IsResolved.ShouldBeFalse("Nobody is paged after the resolution.");
                paged.Paged.ShouldNotBeEmpty();
                paged.Paged.ShouldAllBe(person => !away.Contains(person.Responder.Engineer), "Nobody is paged on a day off.");
            }

            if (e is EngineersPaged { Step: EscalationStep.Secondary } or StepSkipped { Step: EscalationStep.Secondary })
            {
                IsOwed(incident!, at).ShouldBeTrue("The secondary step has its reason.");
            }

            incident = Incident.Fold(incident, e);
        }
    }

    // The resolve clock, moved by a hold; or the repeats ran out; or there was nobody in the step before.
    static bool IsOwed(Incident incident, DateTimeOffset at)
    {
        var resolveClock = incident.OpenedAt + incident.Policy.SecondaryAfter;
        resolveClock = incident.Hold is { } hold && hold.Until > resolveClock ? hold.Until : resolveClock;
        return at >= resolveClock
            || incident.LastStep is { IsEmpty: true }
            || (!incident.IsAnswered && incident.LastStep is { Step: EscalationStep.Primary, Repeat: var repeat, At: var last } && repeat >= incident.Policy.Repeats
                && at >= last + incident.Policy.RepeatEvery);
    }
}
