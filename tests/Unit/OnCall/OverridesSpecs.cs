using System.Collections.Immutable;
using CsCheck;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using static EventedPipelines.Tests.Unit.OnCall.Rota;

namespace EventedPipelines.Tests.Unit.OnCall;

/// <summary>Who is there for whom, with generated overrides that were made and ended as the decisions allow (domain.md 5.2).</summary>
public sealed class OverridesSpecs
{
    const int Hours = 24 * 20;

    static readonly Gen<(int Engineer, int InsteadOf, int From, int Length, int EndedAfter)[]> attempts =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, Hours], Gen.Int[1, 100], Gen.Int[-300, 150]).Array[0, 25];

    [Fact]
    public void a_chain_of_overrides_leads_to_whoever_is_there()
    {
        var all = StandIns(StandIn("bruno", "amara", Monday, Monday.AddDays(2), 1), StandIn("chiyo", "bruno", Monday.AddDays(1), Monday.AddDays(3), 2));

        all.StandInFor("amara", Monday).ShouldSatisfyAllConditions(there => there.Engineer.ShouldBe("bruno"), there => there.By.ShouldBe([all.All[0]]));
        all.StandInFor("amara", Monday.AddDays(1)).ShouldSatisfyAllConditions(there => there.Engineer.ShouldBe("chiyo"), there => there.By.ShouldBe(all.All));
        all.StandInFor("amara", Monday.AddDays(2)).ShouldSatisfyAllConditions(there => there.Engineer.ShouldBe("amara"), there => there.By.ShouldBeEmpty());
        all.StandInFor("bruno", Monday.AddDays(2)).Engineer.ShouldBe("chiyo");
    }

    [Fact]
    public void each_part_of_a_stretch_of_duty_says_who_is_there_and_by_which_override() =>
        StandIns(StandIn("bruno", "amara", Monday.AddHours(2), Monday.AddHours(5), 1)).During("amara", Monday, Monday.AddHours(8)).Select(part => (part.From, part.To, part.Engineer, part.By.Count))
            .ShouldBe([(Monday, Monday.AddHours(2), "amara", 0), (Monday.AddHours(2), Monday.AddHours(5), "bruno", 1), (Monday.AddHours(5), Monday.AddHours(8), "amara", 0)]);

    [Fact]
    public void an_engineer_who_stands_in_by_two_overrides_in_turn_has_two_parts()
    {
        var (one, other) = (StandIn("bruno", "amara", Monday, Monday.AddHours(4), 1), StandIn("bruno", "amara", Monday.AddHours(4), Monday.AddHours(8), 2));
        StandIns(one, other).During("amara", Monday, Monday.AddHours(8)).Select(part => (part.To, part.Engineer, part.By.Single().Id))
            .ShouldBe([(Monday.AddHours(4), "bruno", one.Id), (Monday.AddHours(8), "bruno", other.Id)]);
    }

    [Fact]
    public void an_override_that_was_ended_early_is_about_the_time_it_was_planned_for()
    {
        var ended = StandIn("bruno", "amara", Monday, Monday.AddDays(2)) with { To = Monday.AddDays(1) };
        (ended.Revision, ended.Meets(Monday.AddDays(1), Monday.AddDays(2)), ended.WasToMeet(Monday.AddDays(1), Monday.AddDays(2))).ShouldBe((2, false, true));
        StandIns(ended).About("amara", Monday.AddDays(1.5), Monday.AddDays(3)).ShouldBe([ended]);
    }

    [Fact]
    public void an_override_for_a_stand_in_at_another_time_is_not_about_whom_they_stand_in_for() =>
        StandIns(StandIn("bruno", "amara", Monday, Monday.AddDays(1), 1), StandIn("chiyo", "bruno", Monday.AddDays(2), Monday.AddDays(3), 2))
            .About("amara", Monday, Monday.AddDays(5)).Count.ShouldBe(1);

    [Fact]
    public void the_parts_tile_a_stretch_of_duty_and_agree_with_every_instant() => Gen.Select(attempts, Gen.Int[-10, Hours], Gen.Int[1, 200]).Sample(
        (made, start, length) =>
        {
            var all = Made(made);
            var (from, to) = (Monday.AddHours(start), Monday.AddHours(start + length));
            foreach (var engineer in Engineers)
            {
                var parts = all.During(engineer, from, to).ToList();
                parts[0].From.ShouldBe(from);
                parts[^1].To.ShouldBe(to);
                parts.Zip(parts.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From && (pair.First.Engineer != pair.Second.Engineer || !pair.First.By.SequenceEqual(pair.Second.By)));
                parts.ShouldAllBe(part => part.From < part.To);
                for (var instant = from; instant < to; instant = instant.AddMinutes(30))
                {
                    var part = parts.Single(part => part.From <= instant && instant < part.To);
                    var (there, by) = all.StandInFor(engineer, instant);
                    (part.Engineer == there && part.By.SequenceEqual(by)).ShouldBeTrue();
                }
            }
        }, iter: 100);

    [Fact]
    public void nobody_is_left_without_somebody_who_is_there_for_them() => attempts.Sample(
        made =>
        {
            var all = Made(made);
            for (var instant = Monday; instant < Monday.AddHours(Hours + 100); instant = instant.AddHours(1))
            {
                var holding = all.All.Where(one => one.Holds(instant)).ToList();
                holding.DistinctBy(one => one.InsteadOf).Count().ShouldBe(holding.Count);
                foreach (var engineer in Engineers)
                {
                    // Whoever is there in the end is replaced by nobody, and was reached by one after the other.
                    var (there, by) = all.StandInFor(engineer, instant);
                    string[] reached = [engineer, .. by.Select(one => one.Engineer)];
                    (!holding.Exists(one => one.InsteadOf == there) && reached.SequenceEqual([.. by.Select(one => one.InsteadOf), there])).ShouldBeTrue();
                }
            }
        }, iter: 50);

    [Fact]
    public void the_revisions_of_the_overrides_about_an_engineer_never_get_less() => attempts.Sample(
        made =>
        {
            var before = Engineers.ToDictionary(engineer => engineer, _ => 0);
            foreach (var all in Steps(made))
            {
                foreach (var engineer in Engineers)
                {
                    var said = all.About(engineer, Monday.AddHours(100), Monday.AddHours(300)).Sum(one => one.Revision);
                    said.ShouldBeGreaterThanOrEqualTo(before[engineer]);
                    before[engineer] = said;
                }
            }
        }, iter: 200);

    static Overrides Made(IEnumerable<(int, int, int, int, int)> attempts) => Steps(attempts).Last();

    // Those that are refused are left out. An attempt is made an hour before it begins, and ended so long after that, where that is not over by then.
    static IEnumerable<Overrides> Steps(IEnumerable<(int Engineer, int InsteadOf, int From, int Length, int EndedAfter)> attempts)
    {
        var state = Overrides.None;
        yield return state;
        List<(DateTimeOffset At, Func<Overrides, DateTimeOffset, Decision> Decide)> due = [];
        foreach (var (number, (engineer, insteadOf, from, length, endedAfter)) in attempts.Index())
        {
            var (id, begin) = (new Guid(number + 1, 0, 0, new byte[8]), Monday.AddHours(from));
            var command = new MakeOverride(id, Engineers[engineer], Engineers[insteadOf], begin, begin.AddHours(length), "a wedding", "test");
            due.Add((begin.AddHours(-1), (overrides, now) => MakeOverrideDecision.Decide(command, overrides, Team(7), [], now)));
            if (endedAfter > -100)
            {
                due.Add((begin.AddMinutes(endedAfter * 30), (overrides, now) => EndOverrideDecision.Decide(new(id, "test"), overrides, now)));
            }
        }

        foreach (var (at, decide) in due.OrderBy(entry => entry.At))
        {
            foreach (var e in decide(state, at).ToImmutableList())
            {
                state = Overrides.Fold(state, e)!;
                yield return state;
            }
        }
    }
}
