using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>
/// The publications of earlier intervals that a run reads, in order, and the first interval that its pipeline ever published; null where this run's is.
/// </summary>
public sealed record EarlierPublications(IReadOnlyList<InForce> InForce, DataInterval? First)
{
    /// <summary>What is in force of the other pipelines that it reads.</summary>
    public IReadOnlyList<UpstreamPublications> Upstream { get; init; } = [];

    public static EarlierPublications None { get; } = new([], null);
}

/// <summary>
/// Completeness all the way down (domain.md 2.4a): of each source and model of a run, over which slots its rows were computed. What an earlier
/// interval lacked was decided when it published, so one look at the publications in force reaches through any number of hops.
/// </summary>
public static class RunCoverage
{
    /// <summary>By source and model, in the order in which they are computed.</summary>
    public static IReadOnlyDictionary<string, Coverage> Of(PipelineDefinition definition, Run run, EarlierPublications earlier)
    {
        var first = earlier.First is { } known && known < run.DataInterval ? known : run.DataInterval;
        var inForce = earlier.InForce.ToDictionary(publication => publication.Interval);
        var own = new Dictionary<string, Coverage>(StringComparer.Ordinal);
        foreach (var source in definition.Sources)
        {
            own[source.Id] = OfSource(source, definition, run);
        }

        foreach (var model in definition.ModelsIn(run.DataInterval))
        {
            var slots = definition.ReadsOf(model).SelectMany(relation => definition.UpstreamTarget(relation) is { } target ? UpstreamSlots(target, model) : Slots(relation, model));
            own[model.Id] = Judged(model, Coverage.Of([.. slots]));
        }

        return own;

        IEnumerable<(SlotState State, IReadOnlyList<Hole> Holes)> Slots(string relation, ModelDefinition reader)
        {
            var source = definition.Sources.FirstOrDefault(source => source.Id == relation);
            var begins = definition.BeginningOf(relation) ?? first.First;
            var from = DataInterval.Of(run.DataInterval.Grain, reader.WindowOf(relation).From(run.DataInterval, reader.Grain) ?? begins);
            List<(DataInterval Period, SlotState State, IReadOnlyList<Hole> Holes)> seen = [];
            for (var dataInterval = from; dataInterval < run.DataInterval; dataInterval = dataInterval.Next)
            {
                if (source is null && !definition.Model(relation).RunsIn(dataInterval))
                {
                    continue;
                }

                var period = source?.PeriodOf(dataInterval) ?? dataInterval;
                seen.Add(inForce.TryGetValue(dataInterval, out var publication)
                    ? Named(period, publication.StateOf(relation), publication.HolesOf(relation))
                    : source?.HasEnded(period) is true ? (period, SlotState.Ended, [])
                    : dataInterval.Last < begins ? Hollow(period, SlotState.BeforeBeginning, Hole.BeforeBeginning) : Hollow(period, SlotState.Missing, Hole.Unpublished));
            }

            if (relation != reader.Id && own.TryGetValue(relation, out var itself))
            {
                seen.Add(Named(source?.PeriodOf(run.DataInterval) ?? run.DataInterval, itself.State, itself.Holes));
            }

            // A ledger of a month that all its days read is one slot, and no better than the worst of what they have seen of it.
            return seen.GroupBy(slot => slot.Period, (_, same) => same.MaxBy(slot => Badness(slot.State)))
                .SelectMany(slot => source is null ? OfModel(slot.State, slot.Holes) : [(slot.State, slot.Holes)]);

            (DataInterval, SlotState, IReadOnlyList<Hole>) Hollow(DataInterval period, SlotState state, string why) => (period, state, [new(relation, new(period, period), state, why)]);

            // What an earlier version of the definition did not know has no word of its own.
            (DataInterval, SlotState, IReadOnlyList<Hole>) Named(DataInterval period, SlotState state, IReadOnlyList<Hole> holes) =>
                state is SlotState.Missing && holes.Count == 0 ? Hollow(period, state, Hole.Unread) : (period, state, holes);
        }

        // What another pipeline lacked was decided when that published, as with earlier intervals.
        IEnumerable<(SlotState State, IReadOnlyList<Hole> Holes)> UpstreamSlots(UpstreamTarget target, ModelDefinition reader)
        {
            var publications = earlier.Upstream.FirstOrDefault(each => each.Pipeline == target.Pipeline) ?? new(target.Pipeline, [], null);
            var published = publications.InForce.ToDictionary(publication => publication.Interval);
            var read = definition.UpstreamReadsIn(run.DataInterval).First(read => read.Reader.Id == reader.Id && read.Target.Table == target.Table);
            var begins = target.Begins ?? publications.First?.First ?? run.DataInterval.First;
            foreach (var interval in target.IntervalsIn(read.From ?? begins, read.To))
            {
                var (state, holes) = !published.TryGetValue(interval, out var known)
                    ? interval.Last < begins ? Hollow(SlotState.BeforeBeginning, Hole.BeforeBeginning) : Hollow(SlotState.Missing, Hole.Unpublished)
                    : known.StateOf(target.Model) is SlotState.Missing && known.HolesOf(target.Model).Count == 0 ? Hollow(SlotState.Missing, Hole.Unread)
                    : (known.StateOf(target.Model), [.. known.HolesOf(target.Model).Select(hole => hole.Relation == target.Model ? hole with { Relation = target.Table } : hole)]);
                foreach (var slot in OfModel(state, holes))
                {
                    yield return slot;
                }

                (SlotState, IReadOnlyList<Hole>) Hollow(SlotState state, string why) => (state, [new(target.Table, new(interval, interval), state, why)]);
            }
        }

        // One that awaits something is there as far as it is due.
        static IEnumerable<(SlotState State, IReadOnlyList<Hole> Holes)> OfModel(SlotState state, IReadOnlyList<Hole> holes) =>
            state is SlotState.NotYetDue ? [(SlotState.Complete, holes), (SlotState.NotYetDue, holes)] : [(state, holes)];

        Coverage Judged(ModelDefinition model, Coverage coverage)
        {
            if (!run.Models.ContainsKey(model.Id))
            {
                // What it would have been made of says why, where something of that lacks.
                return coverage.IsShortOnly ? Lacking(coverage, SlotState.Missing, Hole.NotComputed) : coverage with { State = SlotState.Missing };
            }

            return PartialCheckOn(model.Id, definition, run) is { } check && coverage.IsComplete ? Lacking(coverage, SlotState.Partial, WhyOf(check)) : coverage;

            Coverage Lacking(Coverage whole, SlotState state, string why) =>
                whole with { State = state, Holes = [.. whole.Holes, new Hole(model.Id, new(run.DataInterval, run.DataInterval), state, why)] };
        }
    }

    /// <summary>Whether the interval has all that is its own; what an earlier one lacks, or another pipeline, is charged to that one (domain.md 2.4a).</summary>
    public static bool IsWholeItself(Run run) => (run.Fallback is null || run.FallsBackForOthers) && !run.HasCheck(CheckStanding.Partial);

    static Coverage OfSource(SourceDefinition source, PipelineDefinition definition, Run run)
    {
        var period = source.PeriodOf(run.DataInterval);
        var files = run.Sources.GetValueOrDefault(source.Id);
        var (state, why) = run switch
        {
            _ when source.HasEnded(period) && files is not { Count: > 0 } => (SlotState.Ended, ""),
            _ when source.Begins > period.Last => (SlotState.BeforeBeginning, Hole.BeforeBeginning),
            _ when run.NotYetDue.ContainsKey(source.Id) => (SlotState.NotYetDue, ""),
            _ when run.Fallback?.Unreadable.Contains(source.Id) is true => (SlotState.Missing, Hole.Unreadable),
            _ when run.Fallback?.Absent.Contains(source.Id) is true => (SlotState.Missing, Hole.Missing),
            _ when run.Fallback?.Blocked.Contains(source.Id) is true => (SlotState.Missing, Hole.Blocked),
            _ when files is null => (SlotState.Missing, run.ProgressOf(Step.Ingest(source.Id)).State is StepState.Waiting ? Hole.Missing : Hole.Unread),
            _ when run.Fallback?.Incomplete.Contains(source.Id) is true => (SlotState.Partial, Hole.Lacking(run.Lacking.GetValueOrDefault(source.Id))),
            _ when PartialCheckOn(source.Id, definition, run) is { } check => (SlotState.Partial, WhyOf(check)),
            _ when run.Plan.ChecksInputs && run.ProgressOf(Step.CheckInputs).State is not StepState.Done => (SlotState.Partial, Hole.Unchecked),
            _ when files.Count == 0 && run.ConfirmedEmpty.Contains(source.Id) => (SlotState.ConfirmedEmpty, ""),
            _ => (SlotState.Complete, ""),
        };
        return Coverage.OfSlot(source.Id, period, state, why);
    }

    static CheckDefinition? PartialCheckOn(string relation, PipelineDefinition definition, Run run) =>
        definition.Checks.FirstOrDefault(check => check.Target == relation && run.Checks.GetValueOrDefault(check.Id) is CheckStanding.Partial);

    static string WhyOf(CheckDefinition check) => $"check {check.Id}";

    static int Badness(SlotState state) => state switch
    {
        SlotState.Complete => 0,
        SlotState.ConfirmedEmpty or SlotState.Ended => 1,
        SlotState.NotYetDue => 2,
        SlotState.BeforeBeginning => 3,
        SlotState.Partial => 4,
        _ => 5,
    };
}
