using System.Text.Json.Serialization;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Catalog.Pipelines;

public enum Audience
{
    Experiments,
    Investors,
}

/// <summary>
/// What a pipeline is: the whole of `pipeline.yml` with its sources, their contracts and its SQL resolved, so that a version of it can be stored,
/// compared and run again without the files it came from.
/// </summary>
public sealed record PipelineDefinition(
    string Id,
    string Area,
    Audience Audience,
    Grain Grain,
    string Zone,
    IReadOnlyList<SourceDefinition> Sources,
    IReadOnlyList<ModelDefinition> Models,
    IReadOnlyList<CheckDefinition> Checks,
    IReadOnlyList<MetricDefinition> Metrics)
{
    /// <summary>Each in the pipeline's zone.</summary>
    public IReadOnlyList<SourceDefinition> Sources { get; init => field = [.. value.Select(source => source with { Zone = Zone })]; } =
        [.. Sources.Select(source => source with { Zone = Zone })];

    /// <summary>What reads a source and computes nothing: its deliveries are checked as a pipeline's are.</summary>
    public static PipelineDefinition Of(SourceDefinition source, IReadOnlyList<CheckDefinition> checks, string zone) =>
        new(source.Id, "", Audience.Experiments, source.Period ?? Grain.Day, zone, [source], [], checks, []);

    public IReadOnlyList<AlertDefinition>? Alerts { get; init; }

    /// <summary>The published targets of other pipelines that its models read; null where there are none.</summary>
    public IReadOnlyList<UpstreamTarget>? Upstream { get; init; }

    [JsonIgnore]
    public IReadOnlyList<UpstreamTarget> UpstreamTargets => Upstream ?? [];

    /// <summary>The workspace's policy for late data, where it is not the default.</summary>
    public LateDataPolicy? LateData { get; init; }

    /// <summary>The first day that it computes; null where that is any.</summary>
    public DateOnly? Begins { get; init; }

    /// <summary>The last day that it computes; null where there is no end in sight.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Why it has no such interval, so that none is expected, run or promised; null where it has.</summary>
    public string? WhyNot(DataInterval interval) =>
        interval.Last < Begins ? $"'{Id}' begins on {Begins:yyyy-MM-dd}." : interval.First > Ends ? $"'{Id}' ended on {Ends:yyyy-MM-dd}." : null;

    public LateDataPolicy LateDataPolicy => LateData ?? LateDataPolicy.Default;

    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public IEnumerable<CheckDefinition> InputChecks => Checks.Where(check => !ReadsModel(check));

    public IEnumerable<CheckDefinition> OutputChecks => Checks.Where(ReadsModel);

    /// <summary>Whether columns are null without the source (domain.md 1.4).</summary>
    public bool IsNeeded(string source) => Models.Any(model => model.Needs(source));

    public SourceDefinition Source(string id) => Sources.Single(source => source.Id == id);

    /// <summary>The source whose own check it is, so that what it sets apart is the delivery's (domain.md 2.8); null for one of the pipeline.</summary>
    public SourceDefinition? SourceOfCheck(string check) => Sources.FirstOrDefault(source => Checks.Any(known => known.Id == check && known.IsOfSource(source.Id)));

    /// <summary>The target of another pipeline that models read by this name; null where it is another relation.</summary>
    public UpstreamTarget? UpstreamTarget(string relation) => UpstreamTargets.FirstOrDefault(target => target.Table == relation);

    public ModelDefinition Model(string id) => Models.Single(model => model.Id == id);

    /// <summary>Those that run in the interval (domain.md 2.4).</summary>
    public IEnumerable<ModelDefinition> ModelsIn(DataInterval interval) => Models.Where(model => model.RunsIn(interval));

    public IEnumerable<CheckDefinition> OutputChecksIn(DataInterval interval) => OutputChecks.Where(check => Model(check.Target).RunsIn(interval));

    /// <summary>Whether any of its runs reads other intervals than its own.</summary>
    public bool ReadsEarlier => Models.Any(ReadsBeyond) || OutputChecks.Any(check => check.History is not null);

    public bool ReadsEarlierIn(DataInterval interval) => ModelsIn(interval).Any(ReadsBeyond) || OutputChecksIn(interval).Any(check => check.History is not null);

    /// <summary>Whether a run of the interval takes a turn: it pins what it reads of other intervals, its pipeline's or another's.</summary>
    public bool TakesTurnIn(DataInterval interval) => ReadsEarlierIn(interval) || UpstreamReadsIn(interval).Any();

    /// <summary>What a run of the interval reads of other pipelines.</summary>
    public IEnumerable<UpstreamRead> UpstreamReadsIn(DataInterval interval) =>
        from model in ModelsIn(interval)
        from target in UpstreamTargets
        where model.Mentions(target.Table)
        let own = Window.Interval.From(interval, model.Grain)!.Value
        select new UpstreamRead(model, target, model.WindowOf(target.Table).From(interval, model.Grain), own, interval.Last);

    /// <summary>Whether the interval's run reads any of these models of what another pipeline's interval has published.</summary>
    public bool ReadsUpstream(DataInterval later, string pipeline, DataInterval interval, IReadOnlyCollection<string> models) =>
        UpstreamReadsIn(later).Any(read => read.Target.Pipeline == pipeline && models.Contains(read.Target.Model) && read.Reaches(interval));

    /// <summary>The first day that a run of the interval reads, for its models or to compare; null for all there is.</summary>
    public DateOnly? ReadsFrom(DataInterval interval) =>
        First([.. ModelWindows(interval), .. OutputChecksIn(interval).Select(check => (check.History ?? Window.Interval).From(interval, Grain))]);

    /// <summary>The first day that its numbers are made of; null for all there is.</summary>
    public DateOnly? ComputesFrom(DataInterval interval) => First([interval.First, .. ModelWindows(interval)]);

    /// <summary>The first day that a model's rows are made of in the interval, over all that it reads; null for all there is.</summary>
    public DateOnly? ComputesFrom(ModelDefinition model, DataInterval interval)
    {
        var before = Models.TakeWhile(earlier => earlier.Id != model.Id).Where(earlier => model.Mentions(earlier.Id));
        return First([.. WindowsOf(model).Append(Window.Interval).Select(window => window.From(interval, model.Grain)), .. before.Select(earlier => ComputesFrom(earlier, interval))]);
    }

    /// <summary>The sources, targets of other pipelines and models that a model reads, itself where it reads its rows of earlier intervals.</summary>
    public IEnumerable<string> ReadsOf(ModelDefinition model) =>
        Sources.Select(source => source.Id)
            .Concat(UpstreamTargets.Select(target => target.Table))
            .Concat(Models.TakeWhile(earlier => earlier.Id != model.Id).Select(earlier => earlier.Id))
            .Concat(model.WindowOf(model.Id).ReadsEarlier ? [model.Id] : [])
            .Where(model.Mentions);

    /// <summary>
    /// The first day of the data of a source or of another pipeline's target, or of the data that a model is made of, and none before the pipeline's own; null where one of
    /// these does not say when it begins. A reference has no days.
    /// </summary>
    public DateOnly? BeginningOf(string relation)
    {
        var data = First([.. MadeOf(relation).Where(root => root == relation || !IsReference(root)).Select(root => UpstreamTarget(root) is { } target ? target.Begins : Source(root).Begins)]);
        return data > Begins || Begins is null ? data : Begins;
    }

    /// <summary>Of the relations named, those that the later interval's run reads of the earlier one.</summary>
    public bool Reads(DataInterval later, DataInterval earlier, IReadOnlyCollection<string> relations) => ModelsIn(later).Any(model =>
        relations.Any(relation => model.Mentions(relation) && !(model.WindowOf(relation).From(later, model.Grain) > earlier.Last)));

    IEnumerable<string> MadeOf(string relation) =>
        Models.Any(model => model.Id == relation) ? ReadsOf(Model(relation)).Where(input => input != relation).SelectMany(MadeOf) : [relation];

    bool IsReference(string relation) => Sources.Any(source => source.Id == relation && source.Reference);

    bool ReadsBeyond(ModelDefinition model) => model.Grain != Grain || WindowsOf(model).Any(window => window.ReadsEarlier);

    IEnumerable<DateOnly?> ModelWindows(DataInterval interval) =>
        ModelsIn(interval).SelectMany(model => WindowsOf(model).Append(Window.Interval).Select(window => window.From(interval, model.Grain)));

    // What it reads of another pipeline is none of its own earlier intervals.
    IEnumerable<Window> WindowsOf(ModelDefinition model) => (model.Reads ?? new Dictionary<string, Window>()).Where(read => UpstreamTarget(read.Key) is null).Select(read => read.Value);

    static DateOnly? First(IReadOnlyCollection<DateOnly?> days) => days.Contains(null) ? null : days.Min();

    bool ReadsModel(CheckDefinition check) => Models.Any(model => model.Id == check.Target);
}
