using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

public sealed class TakeTurnSpecs
{
    static readonly RunPlan takesTurn = Plan with { TakesTurn = true };

    static readonly object[] upToTurn = [.. UpToModels.Select(e => e is RunStarted started ? started with { Plan = takesTurn } : e)];

    static TurnTaken Take(DateOnly? from, string? first, params (string Interval, int Generation)[] inForce) =>
        run.Given(upToTurn)
            .Deciding(state => TakeTurnDecision.Decide(
                new(
                [.. inForce.Select(publication => new InForce(DataInterval.Parse(publication.Interval), publication.Generation, 2))],
                first is null ? null : DataInterval.Parse(first), from),
            state,
                Now))
            .ThenOne<TurnTaken>();

    [Fact]
    public void a_turn_pins_neighbours_of_one_generation_as_one_range()
    {
        var taken = Take(null, "2026-11-17", ("2026-11-17", 1), ("2026-11-18", 1), ("2026-11-19", 2), ("2026-11-20", 1));
        taken.Reads.Select(pinned => $"{pinned.Range}@{pinned.Generation}").ShouldBe(["2026-11-17..2026-11-18@1", "2026-11-19@2", "2026-11-20@1"]);
        taken.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void a_turn_names_the_intervals_between_that_have_published_nothing() =>
        Take(null, "2026-11-15", ("2026-11-15", 1), ("2026-11-18", 1)).Gaps.Select(gap => gap.ToString()).ShouldBe(["2026-11-16..2026-11-17", "2026-11-19..2026-11-20"]);

    [Fact]
    public void an_interval_before_the_pipeline_began_is_no_gap_of_a_turn()
    {
        Take(new(2026, 11, 1), "2026-11-20", ("2026-11-20", 1)).Gaps.ShouldBeEmpty();
        Take(new(2026, 11, 1), null).Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void an_interval_before_the_window_is_no_gap_of_a_turn() =>
        Take(new(2026, 11, 20), "2026-11-01", ("2026-11-20", 1)).Gaps.ShouldBeEmpty();

    [Fact]
    public void of_a_month_that_is_summed_up_every_day_is_missed_also_where_the_pipeline_began_later()
    {
        IEnumerable<string> Gaps(DateOnly? whole) => run.Given(upToTurn).Deciding(state => TakeTurnDecision.Decide(
            new([new(DataInterval.Parse("2026-11-19"), 1, 2)], DataInterval.Parse("2026-11-19"), null, whole), state, Now)).ThenOne<TurnTaken>().Gaps.Select(gap => gap.ToString());
        Gaps(new(2026, 11, 1)).ShouldBe(["2026-11-01..2026-11-18", "2026-11-20"]);
        Gaps(new(2026, 11, 20)).ShouldBe(["2026-11-20"]);
        Gaps(null).ShouldBe(["2026-11-20"]);
    }

    [Fact]
    public void the_models_come_after_the_turn_and_read_what_it_pinned()
    {
        run.Given(upToTurn).State!.OpenSteps.ShouldBe([Step.Turn]);
        var after = run.Given([.. upToTurn, Take(null, "2026-11-20", ("2026-11-20", 3))]).State!;
        after.OpenSteps.ShouldBe([Step.Transform("daily")]);
        after.PinnedGenerationOf(DataInterval.Parse("2026-11-20")).ShouldBe(3);
        after.PinnedGenerationOf(DataInterval.Parse("2026-11-19")).ShouldBeNull();
    }

    [Fact]
    public void a_turn_is_taken_once() =>
        run.Given([.. upToTurn, Take(null, null)]).Deciding(state => TakeTurnDecision.Decide(new([], null, null), state, Now)).ThenNothing();
}
