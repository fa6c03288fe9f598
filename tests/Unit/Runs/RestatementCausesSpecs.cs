using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>A restatement names every cause that applies (domain.md 2.9), in words.</summary>
public sealed class RestatementCausesSpecs
{
    static readonly Run former = Run.Fold(null, Started)!;

    static IngestedFile File(string name, string hash = "1") => new(name, hash, hash, 3, 10, 0);

    static Run Read(Run run, string source, params IngestedFile[] files) => run with { Sources = run.Sources.SetItem(source, files) };

    static Run Pinned(params (string Day, int Generation)[] of) =>
        former with { Pinned = [.. of.Select(each => new PinnedIntervals(new(DataInterval.Parse(each.Day), DataInterval.Parse(each.Day)), each.Generation))] };

    static IEnumerable<string> Texts(Run before, Run after) => RestatementCauses.Between(before, after).Select(cause => $"{cause.Kind}: {cause.Text}");

    [Fact]
    public void two_runs_that_have_read_the_same_differ_in_nothing() => Texts(Read(former, "orders", File("a.csv")), Read(former, "orders", File("a.csv"))).ShouldBeEmpty();

    [Fact]
    public void each_file_that_came_changed_or_is_gone_is_one_by_source()
    {
        var before = Read(Read(former, "orders", File("a.csv"), File("b.csv")), "costs", File("c.csv"));
        var after = Read(Read(former, "orders", File("a.csv", "2"), File("d.csv")), "rates", File("r.csv"));
        Texts(before, after).ShouldBe(["Data: 'costs': c.csv is gone", "Data: 'orders': d.csv has come, a.csv has changed, b.csv is gone", "Data: 'rates': r.csv has come"]);
    }

    [Fact]
    public void earlier_intervals_that_were_published_anew_are_named_and_beyond_six_counted()
    {
        var before = Pinned(("2026-11-18", 1), ("2026-11-19", 1));
        Texts(before, before).ShouldBeEmpty();
        Texts(before, Pinned(("2026-11-18", 1), ("2026-11-19", 2))).ShouldBe(["Data: earlier intervals were published anew: 2026-11-19"]);
        Texts(before, Pinned(("2026-11-18", 2), ("2026-11-19", 3), ("2026-11-20", 1))).ShouldBe(["Data: earlier intervals were published anew: 2026-11-18, 2026-11-19, 2026-11-20"]);

        var longer = before with { Pinned = [new(new(DataInterval.Parse("2026-11-18"), DataInterval.Parse("2026-11-20")), 1)] };
        Texts(before, longer).ShouldBe(["Data: earlier intervals were published anew: 2026-11-18..2026-11-20"], "One of them had published nothing.");

        Run Days(int count) => Pinned([.. Enumerable.Range(1, count).Select(day => ($"2026-11-0{day}", 1))]);
        Texts(former, Days(6)).ShouldHaveSingleItem().ShouldEndWith("2026-11-05, 2026-11-06");
        Texts(former, Days(8)).ShouldHaveSingleItem().ShouldEndWith("2026-11-06 and 2 more");
    }

    [Fact]
    public void another_version_of_the_definition_or_the_policies_is_one()
    {
        Texts(former with { PolicyVersion = 3 }, former with { DefinitionVersion = 2, PolicyVersion = 4 })
            .ShouldBe(["Definition: the definition is version 2, it was 1", "Policy: the policies are version 4, they were 3"]);
        Texts(former, former with { PolicyVersion = 4 }).ShouldBeEmpty("It is not known which they were.");
        Texts(former with { PolicyVersion = 3 }, former).ShouldBeEmpty();
    }

    [Fact]
    public void what_a_person_has_said_since_is_a_cause_of_the_restatement()
    {
        var discarded = new StandingVerdict("negative", 1, Verdict.Discard, [], "f");
        var before = former with { Verdicts = [discarded], ConfirmedEmpty = ["orders"] };
        Texts(before, before with { Verdicts = [discarded, discarded with { Check = "nulls", Verdict = Verdict.Readmit }, discarded with { Check = "sums" }], ConfirmedEmpty = ["orders", "costs"] })
            .ShouldBe(["Verdict: rows that check 'nulls' had set apart were readmitted", "Verdict: rows that check 'sums' had set apart were discarded", "Verdict: 'costs' was confirmed to be empty"]);
    }
}
