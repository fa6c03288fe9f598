using EventedPipelines.Domain.Kernel.Rebuilds;
using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Tests.Unit.Rebuilds;

/// <summary>A rebuild goes over one model after another, page by page (domain.md 8.1a).</summary>
public sealed class RebuildSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 29, 1, 0, 0, TimeSpan.Zero);
    static readonly Guid id = new("11111111-2222-5333-8444-555555555555");
    static readonly Guid last = new("22222222-2222-5333-8444-555555555555");
    static readonly DecisionSpec<Rebuild> rebuild = new(Rebuild.Fold);
    static readonly RebuildRequested requested = new(id, ["run", "run_details"], null, "ann", now);
    static readonly ModelAdvanced first = new(id, "run", 200, 1, 0, [last], last, IsDone: false, now);

    [Theory]
    [InlineData(new string[0], new[] { "interval", "run", "run_details" })]
    [InlineData(new[] { "run_details", "run" }, new[] { "run", "run_details" })]
    public void models_are_rebuilt_in_their_own_order_and_all_where_none_is_named(string[] named, string[] models) =>
        RequestRebuildDecision.Decide(new(id, named, ["interval", "run", "run_details"], null, "ann"), now).OfType<RebuildRequested>().Single().Models.ShouldBe(models);

    [Fact]
    public void an_unknown_model_is_refused_and_the_known_ones_are_named() =>
        RequestRebuildDecision.Decide(new(id, ["runs"], ["run", "interval"], null, "ann"), now).Rejection.ShouldBe(new("There is no 'runs'.", "There are: interval, run."));

    [Fact]
    public void a_rebuild_owes_its_next_page_at_once_until_all_models_are_done()
    {
        RebuildWork.Pending(rebuild.Given(requested).State!).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(work => work.Kind.ShouldBe(WorkKind.Rebuild), work => work.Key.ShouldBe("run"), work => work.Due.ShouldBe(now));
        RebuildWork.Pending(rebuild.Given(requested, first, first with { IsDone = true }).State!).ShouldHaveSingleItem().Key.ShouldBe("run_details");
        RebuildWork.Pending(rebuild.Given(requested, first with { IsDone = true }, first with { Model = "run_details", IsDone = true }).State!).ShouldBeEmpty();
    }

    [Fact]
    public void a_page_of_a_rebuild_counts_once_also_where_two_workers_have_done_it()
    {
        RebuiltPage page = new(200, 1, 0, [last], last, IsDone: false);
        rebuild.Given(requested).Deciding(state => AdvanceRebuildDecision.Decide(new("run", null, page), state, now)).Then(first);
        rebuild.Given(requested, first).Deciding(state => AdvanceRebuildDecision.Decide(new("run", null, page), state, now)).ThenNothing();
        rebuild.Given(requested, first with { IsDone = true }).Deciding(state => AdvanceRebuildDecision.Decide(new("run", last, page), state, now)).ThenNothing();
    }

    [Fact]
    public void a_page_without_streams_is_where_the_one_before_ended()
    {
        var other = first with { Last = id };
        rebuild.Given(requested, first, other).State!.Models[0].Last.ShouldBe(id);
        rebuild.Given(requested, first, first with { Streams = 0, Last = null }).State!.Models[0].Last.ShouldBe(last);
    }

    [Fact]
    public void a_rebuild_adds_up_what_was_not_as_it_should_have_been_and_names_some_of_it()
    {
        var model = rebuild.Given(requested, first, first with { WorkReplaced = 2 }).State!.Models[0];
        (model.Streams, model.Replaced, model.WorkReplaced, model.Differing.Count, model.Last).ShouldBe((400, 2, 2, 2, last));
    }
}
