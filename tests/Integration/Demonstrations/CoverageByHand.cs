using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using JasperFx.Events;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>A publication, and when it was made.</summary>
sealed record Made(string Pipeline, DataInterval Interval, Published Published, long Sequence);

/// <summary>
/// What numbers were made of, from the events alone and by nothing but recursion: a number lacks what its model lacks, and that is what is not whole
/// among all that it reads, in this interval and in every earlier one that it reaches, through any number of hops.
/// </summary>
sealed partial class CoverageByHand
{
    readonly Dictionary<Guid, RunTale> _runs = [];
    readonly Dictionary<(string Pipeline, int Version), PipelineDefinition> _definitions = [];
    readonly Dictionary<(string Pipeline, DataInterval Interval, int Generation), Made> _made = [];
    readonly Dictionary<(string, DataInterval, int, string), IReadOnlySet<Lack>> _lacks = [];
    readonly Dictionary<(string Pipeline, DataInterval Interval), long> _stale = [];

    public CoverageByHand(IEnumerable<IEvent> events)
    {
        Dictionary<Guid, (string Pipeline, DataInterval DataInterval)> intervals = [];
        foreach (var happened in events)
        {
            switch (happened.Data)
            {
                case PipelineDefined e:
                    _definitions[(e.Definition.Id, e.DefinitionVersion)] = e.Definition;
                    break;
                case GenerationOpened e:
                    intervals[e.IntervalId] = (e.Pipeline, e.Interval);
                    break;
                case Published e:
                    var (pipeline, dataInterval) = intervals[e.IntervalId];
                    _made[(pipeline, dataInterval, e.Generation)] = new(pipeline, dataInterval, e, happened.Sequence);
                    break;
                case MarkedStale e:
                    _stale[intervals[e.IntervalId]] = happened.Sequence;
                    break;
                case IRunEvent e:
                    if (!_runs.TryGetValue(e.RunId, out var run))
                    {
                        _runs[e.RunId] = run = new();
                    }

                    run.Hear(e);
                    break;
            }
        }
    }

    /// <summary>The last publication of each interval.</summary>
    public IEnumerable<Made> InForce => _made.Values.GroupBy(made => (made.Pipeline, made.Interval)).Select(group => group.MaxBy(made => made.Sequence)!);

    public PipelineDefinition DefinitionOf(Made made) => _definitions[(made.Pipeline, _runs[made.Published.RunId].DefinitionVersion)];

    /// <summary>What a source or model of the publication lacks, by where it arose.</summary>
    public IReadOnlySet<Lack> LacksOf(Made made, string relation)
    {
        var key = (made.Pipeline, made.Interval, made.Published.Generation, relation);
        if (!_lacks.TryGetValue(key, out var lacks))
        {
            _lacks[key] = lacks = Find(made, relation).ToHashSet();
        }

        return lacks;
    }

    /// <summary>Each earlier interval's rows that a publication has read and that have been replaced by others since, unless it says so.</summary>
    public IEnumerable<string> UnmarkedReadsOfReplacedRows() =>
        from made in InForce
        let definition = DefinitionOf(made)
        from model in definition.Models.Where(model => Runs(model, made.Interval))
        from input in InputsOf(definition, model)
        from slot in Earlier(made, definition, model, input)
        let read = ReadBy(made).GetValueOrDefault(slot)
        where _made.Values.Any(later => later.Pipeline == made.Pipeline && later.Interval == slot && later.Published.Generation > read && later.Published.Changed?.Contains(input) == true)
            && !(_stale.GetValueOrDefault((made.Pipeline, made.Interval)) > made.Sequence)
        select $"{made.Pipeline} {made.Interval} has read generation {read} of {input} {slot}";

    List<Lack> Find(Made made, string relation)
    {
        var (run, definition) = (_runs[made.Published.RunId], DefinitionOf(made));
        if (definition.Sources.FirstOrDefault(source => source.Id == relation) is { } source)
        {
            var period = PeriodOf(source, made.Interval);
            return source.Begins > period.Last ? [new Lack(relation, period, IsBeforeBeginning: true)] : run.HasWhole(relation) ? [] : [new Lack(relation, period)];
        }

        var model = definition.Models.Single(model => model.Id == relation);
        List<Lack> inherited = [.. InputsOf(definition, model).SelectMany(input => OfInput(made, definition, model, input))];

        // What could not be computed for want of something is told by that.
        var isHole = run.HasComputed(relation) ? inherited.Count == 0 && !run.IsWhole(relation) : inherited.TrueForAll(lack => lack.IsBeforeBeginning);
        return isHole ? [.. inherited, new(relation, made.Interval)] : inherited;
    }

    IEnumerable<Lack> OfInput(Made made, PipelineDefinition definition, ModelDefinition reader, string input)
    {
        var read = ReadBy(made);
        var source = definition.Sources.FirstOrDefault(source => source.Id == input);
        var begins = BeginningOf(definition, input) ?? FirstDayOf(made.Pipeline);
        var earlier = Earlier(made, definition, reader, input).SelectMany<DataInterval, Lack>(slot => read.TryGetValue(slot, out var generation)
            ? LacksOf(_made[(made.Pipeline, slot, generation)], input)
            : [new Lack(input, source is null ? slot : PeriodOf(source, slot), slot.Last < begins)]);
        return input == reader.Id || (IsModel(definition, input) && !Runs(definition.Models.Single(model => model.Id == input), made.Interval)) ? earlier : earlier.Concat(LacksOf(made, input));
    }

    // Where a run took no turn, which one with nothing but a placeholder does not, its publication stands for what was in force then.
    Dictionary<DataInterval, int> ReadBy(Made made) => _runs[made.Published.RunId].Read ?? _made.Values
        .Where(other => other.Pipeline == made.Pipeline && other.Sequence < made.Sequence)
        .GroupBy(other => other.Interval).ToDictionary(group => group.Key, group => group.MaxBy(other => other.Sequence)!.Published.Generation);

    IEnumerable<DataInterval> Earlier(Made made, PipelineDefinition definition, ModelDefinition reader, string input)
    {
        var first = WindowStart(reader, input, made.Interval) ?? BeginningOf(definition, input) ?? FirstDayOf(made.Pipeline);
        for (var slot = DataInterval.Of(made.Interval.Grain, first); slot < made.Interval; slot = slot.Next)
        {
            if (!IsModel(definition, input) || Runs(definition.Models.Single(model => model.Id == input), slot))
            {
                yield return slot;
            }
        }
    }

    DateOnly FirstDayOf(string pipeline) => _made.Values.Where(made => made.Pipeline == pipeline).Min(made => made.Interval.First);

    // Null for all there is.
    static DateOnly? WindowStart(ModelDefinition reader, string input, DataInterval interval)
    {
        var window = reader.Reads is { } reads && reads.TryGetValue(input, out var said) ? said.ToString() : "interval";
        var trailing = Trailing.Match(window);
        var count = trailing.Success ? int.Parse(trailing.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return (window, trailing.Groups[2].Value) switch
        {
            ("history", _) => null,
            ("interval", _) => reader.Grain is Grain.Month ? new DateOnly(interval.First.Year, interval.First.Month, 1) : interval.First,
            (_, "D") => interval.Last.AddDays(1 - count),
            (_, "W") => interval.Last.AddDays(1 - (7 * count)),
            (_, "M") => interval.Last.AddDays(1).AddMonths(-count),
            _ => interval.Last.AddDays(1).AddYears(-count),
        };
    }

    // Null where one of the sources does not say it; a reference has no days.
    static DateOnly? BeginningOf(PipelineDefinition definition, string relation)
    {
        DateOnly?[] days = [.. SourcesOf(relation).Where(source => !source.Reference).Select(source => source.Begins)];
        return days.Contains(null) ? null : days.Min();

        IEnumerable<SourceDefinition> SourcesOf(string name) => definition.Sources.FirstOrDefault(source => source.Id == name) is { } source
            ? [source]
            : InputsOf(definition, definition.Models.Single(model => model.Id == name)).Where(input => input != name).SelectMany(SourcesOf);
    }

    static DataInterval PeriodOf(SourceDefinition source, DataInterval interval) => DataInterval.Of(source.Period ?? interval.Grain, interval.First);

    static bool IsModel(PipelineDefinition definition, string relation) => definition.Models.Any(model => model.Id == relation);

    // A model by the month runs with the month's last day.
    static bool Runs(ModelDefinition model, DataInterval interval) => model.Grain == interval.Grain || interval.Last.AddDays(1).Day == 1;

    // The words of the SQL that are sources, or models before it, or itself where it reads its rows of before.
    static IEnumerable<string> InputsOf(PipelineDefinition definition, ModelDefinition model)
    {
        var words = Word.Matches(string.Join('\n', model.Sql.Split('\n').Select(line => line.Split("--")[0]))).Select(word => word.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return definition.Sources.Select(source => source.Id).Concat(definition.Models.TakeWhile(before => before.Id != model.Id).Select(before => before.Id))
            .Concat(model.Reads?.ContainsKey(model.Id) == true ? [model.Id] : []).Where(words.Contains);
    }

    [GeneratedRegex(@"^trailing\(P(\d+)(.)\)$")]
    static partial Regex Trailing { get; }

    [GeneratedRegex(@"'[^']*'|\w+")]
    static partial Regex Word { get; }
}
