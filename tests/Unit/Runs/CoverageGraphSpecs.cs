using System.Globalization;
using EventedPipelines.Domain.Catalog.Metrics;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Tests.Unit.Runs;

/// <summary>
/// Random graphs of intervals (domain.md 2.4a): sources that lack days, models that read each other over windows, months over days. Whatever is
/// published says the truth about itself, and healing in any order ends in the numbers of a world without faults, with everyone told once.
/// </summary>
public sealed class CoverageGraphSpecs
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    public static TheoryData<int> MoreSeeds => [.. Enumerable.Range(6, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void a_number_is_complete_if_and_only_if_all_it_was_made_of_is(int seed) => IsTrueOfTheWorldOf(seed);

    [Theory, Trait("Category", "Full")]
    [MemberData(nameof(MoreSeeds))]
    public void a_number_is_complete_if_and_only_if_all_it_was_made_of_is_in_many_worlds(int seed) => IsTrueOfTheWorldOf(seed);

    /// <summary>Around the end of a month, and over a whole one: small enough to be tried with every mutant (docs/mutation-testing.md).</summary>
    [Theory]
    [InlineData(1, "2026-09-20", 14)]
    [InlineData(2, "2026-09-20", 14)]
    [InlineData(3, "2026-09-20", 14)]
    [InlineData(4, "2026-10-01", 31)]
    public void a_number_of_a_small_world_is_complete_exactly_where_all_it_was_made_of_is(int seed, string first, int days) =>
        IsTrue(new(new Random(seed), DataInterval.Parse(first).First, days));

    static void IsTrueOfTheWorldOf(int seed) => IsTrue(new(new Random(seed), new(2026, 9, 10), 66));

    static void IsTrue(World world)
    {
        world.LiveThrough();
        world.ShouldSayTheTruth();
        foreach (var hole in world.HolesInAnyOrder())
        {
            world.Heal(hole);
            world.ShouldSayTheTruth();
        }

        world.ShouldBeAsWithoutFaults();
    }

    sealed class World
    {
        readonly Random _random;
        readonly DateOnly _first;
        readonly int _days;
        readonly PipelineDefinition _definition;
        readonly Dictionary<(string Source, DataInterval Day), Fate> _fates = [];
        readonly SortedDictionary<DataInterval, Interval> _intervals = [];
        readonly Dictionary<Guid, Run> _runs = [];
        readonly Dictionary<Guid, Published> _published = [];
        readonly Dictionary<string, SortedSet<string>> _contents = [];
        readonly HashSet<string> _told = [];
        readonly Dictionary<(string Relation, DataInterval Day), bool> _whole = [];
        readonly Dictionary<string, DateOnly?> _begins = [];
        readonly Dictionary<string, (string Relation, string Window)[]> _readings = [];
        DateTimeOffset _now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        public World(Random random, DateOnly first, int days)
        {
            _random = random;
            _first = first;
            _days = days;
            string[] windows = ["interval", "trailing(P3D)", "trailing(P9D)", "history"];
            string Any() => windows[random.Next(windows.Length)];
            _definition = new(
                "graph", "area", Audience.Investors, Grain.Day, "UTC",
                [Source("a"), Source("b")],
                [
                    Model("from_a", Grain.Day, "a", ("a", Any())),
                    Model("from_b", Grain.Day, "b, from_a", ("b", Any()), ("from_a", Any())),
                    Model("itself", Grain.Day, "a, itself", ("itself", random.Next(2) == 0 ? "history" : "trailing(P4D)")),
                    Model("month", Grain.Month, "from_b", ("from_b", "interval")),
                ],
                [],
                [.. new[] { ("from_a", Grain.Day), ("from_b", Grain.Day), ("itself", Grain.Day), ("month", Grain.Month) }.Select(
                    of => new MetricDefinition(of.Item1, of.Item1, "count(*)", "day", of.Item2, "things", []))]);
            foreach (var day in AllDays)
            {
                foreach (var source in _definition.Sources)
                {
                    _fates[(source.Id, day)] = random.Next(12) switch { 0 => Fate.Missing, 1 => Fate.ConfirmedEmpty, 2 => Fate.NeverRun, _ => Fate.There };
                }
            }

            SourceDefinition Source(string id)
            {
                _begins[id] = random.Next(2) == 0 ? first.AddDays(random.Next(3) * 5) : null;
                return new(id, $"{id}.csv", "day", new(), new(id, 1, [], [], null), Begins: _begins[id]);
            }

            ModelDefinition Model(string id, Grain grain, string reads, params (string Relation, string Window)[] over)
            {
                _readings[id] = [.. reads.Split(", ").Select(relation => (relation, over.FirstOrDefault(each => each.Relation == relation).Window ?? "interval"))];
                return new(id, grain, $"select * from {reads}", new(id, [], []), over.ToDictionary(each => each.Relation, each => Window.Parse(each.Window)));
            }
        }

        enum Fate
        {
            There,
            Missing,
            ConfirmedEmpty,
            NeverRun,
        }

        IEnumerable<DataInterval> AllDays => Enumerable.Range(0, _days).Select(day => DataInterval.Day(_first.AddDays(day)));

        bool IsRun(DataInterval day) => _definition.Sources.All(source => _fates[(source.Id, day)] is not Fate.NeverRun);

        public void LiveThrough()
        {
            foreach (var day in AllDays.Where(IsRun))
            {
                Publish(day, RunCause.Schedule);
            }
        }

        public IEnumerable<(string Source, DataInterval Day)> HolesInAnyOrder() =>
            [.. _fates.Where(fate => fate.Value is Fate.Missing or Fate.NeverRun).Select(fate => fate.Key).OrderBy(_ => _random.Next())];

        /// <summary>The file comes, or the interval is run at last; and everything that read it, in waves, as the ripples say.</summary>
        public void Heal((string Source, DataInterval Day) hole)
        {
            _fates[hole] = Fate.There;
            if (IsRun(hole.Day))
            {
                Publish(hole.Day, RunCause.LateData);
                Spread();
            }
        }

        // Ripples first, then the earliest stale interval: the order of their turns.
        void Spread()
        {
            while (true)
            {
                if (_intervals.FirstOrDefault(each => each.Value.RippleOwed is not null) is { Value: { } changed })
                {
                    Ripple(changed);
                }
                else if (_intervals.FirstOrDefault(each => !each.Value.Stale.IsEmpty) is { Value: { } stale })
                {
                    Publish(stale.DataInterval, RunCause.Restatement);
                }
                else
                {
                    return;
                }
            }
        }

        void Ripple(Interval interval)
        {
            var publication = interval.Publication!;
            var command = new MarkStale(new(interval.DataInterval, publication.Generation, _published[interval.Id].Changed ?? []), EventRef.Of(interval.Id, interval.RippleOwed!.Value));
            _intervals[interval.DataInterval] = Interval.Fold(interval, new RippleSpread(interval.Id, publication.Generation, 0, 0, _now))!;
            foreach (var later in _intervals.Keys.Where(later => later > interval.DataInterval).ToList())
            {
                if (MarkStaleDecision.Decide(command, _definition, _intervals[later], _runs[_intervals[later].Publication!.RunId], _now) is [MarkedStale marked])
                {
                    _intervals[later] = Interval.Fold(_intervals[later], marked)!;
                }
            }
        }

        void Publish(DataInterval day, RunCause cause)
        {
            _now = _now.AddMinutes(1);
            var interval = _intervals.GetValueOrDefault(day);
            var generation = (interval?.Generation ?? 0) + 1;
            var (id, runId) = (IntervalId.Of(_definition.Id, day), RunId.Of(_definition.Id, day, generation));
            var opened = new GenerationOpened(id, _definition.Id, _definition.Area, day, generation, cause, null, "test", 1, _now, "x@1");
            interval = Interval.Fold(interval, opened)!;
            var inForce = InForce(day);
            string[] absent = [.. _definition.Sources.Select(source => source.Id).Where(source => _fates[(source, day)] is Fate.Missing)];
            string[] confirmed = [.. _definition.Sources.Select(source => source.Id).Where(source => _fates[(source, day)] is Fate.ConfirmedEmpty)];
            var skipped = Skipped(day, absent);
            var run = new object[]
            {
                new RunStarted(runId, id, _definition.Id, _definition.Area, day, generation, cause, null, 1, RunPlan.Of(_definition, day), false, _now, "x@1", confirmed),
            }
            .Concat(_definition.Sources.Select(source => source.Id).Except(absent).Select(source => _fates[(source, day)] is Fate.ConfirmedEmpty
                ? (object)new SourceTakenAsEmpty(runId, source, _now, "x@1")
                : new SourceIngested(runId, source, [new($"{source} {day}", $"{source} {day}", "f", 1, 1, 0)], 1, "f", _now)))
            .Concat(absent.Length == 0 ? [] : [new FallbackBegun(runId, absent, skipped, new("Something is missing.", "It has not come.", "Amara", null), false, _now, "x@1")])
            .Append(new TurnTaken(runId, [.. inForce.InForce.Select(publication => new PinnedIntervals(new(publication.Interval, publication.Interval), publication.Generation))], [], _now))
            .Aggregate(default(Run), Run.Fold)!;
            foreach (var model in _definition.ModelsIn(day).Where(model => !skipped.Contains(model.Id)))
            {
                var made = Computed(model, day, run);
                var hash = string.Join(',', made);
                _contents[hash] = made;
                run = Run.Fold(run, new TransformSucceeded(runId, model.Id, 1, new(hash, made.Count), _now))!;
            }

            run = Run.Fold(run, new AttemptStarted(runId, Step.Publish.ToString(), 1, 4, 7, "w", _now, "x@1"))!;
            var points = _definition.Metrics.Where(metric => run.Models.ContainsKey(metric.Model))
                .Select(metric => new MetricPoint(metric.Id, new Dictionary<string, string>(), DataInterval.Of(metric.Grain, day.First), run.Models[metric.Model].Rows, "things")).ToList();
            var before = interval.Publication is { } publication ? _runs[publication.RunId] : null;
            var command = new PublishRun(runId, 7, _definition, [], points, before, inForce) { Audiences = new(["readers"], [], NotificationPolicy.Default) };
            var decision = PublishRunDecision.Decide(command, interval, run, _now);
            foreach (var notification in decision.Notifications)
            {
                _told.Add($"{notification.Interval} {notification.Kind} {notification.Key}").ShouldBeTrue("Nobody is told twice of one thing.");
            }

            _intervals[day] = Interval.Fold(interval, decision.Published.ShouldNotBeNull())!;
            _published[id] = decision.Published!;
            _runs[runId] = decision.Run.Aggregate(run, (state, e) => Run.Fold(state, e)!);
        }

        EarlierPublications InForce(DataInterval day) => new(
            [
                .. _intervals.Where(each => each.Key < day && !(_definition.ReadsFrom(day) > each.Key.Last)).Select(each => new InForce(each.Key, each.Value.Publication!.Generation, 1)
                {
                    Relations = each.Value.Publication.Coverage!.ToDictionary(of => of.Key, of => of.Value.Standing),
                }),
            ],
            _intervals.Keys.FirstOrDefault() is { First.Year: > 1 } first ? first : null);

        string[] Skipped(DataInterval day, string[] absent)
        {
            var lacking = absent.ToHashSet();
            foreach (var model in _definition.ModelsIn(day).Where(model => _definition.ReadsOf(model).Any(lacking.Contains)))
            {
                lacking.Add(model.Id);
            }

            return [.. lacking.Except(absent)];
        }

        /// <summary>What a model makes of what the run has pinned: everything that it read, by name.</summary>
        SortedSet<string> Computed(ModelDefinition model, DataInterval day, Run run)
        {
            var made = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var relation in _definition.ReadsOf(model))
            {
                var from = model.WindowOf(relation).From(day, model.Grain);
                foreach (var read in run.Pinned.SelectMany(pinned => pinned.Range.DataIntervals.Select(dataInterval => _runs[RunId.Of(_definition.Id, dataInterval, pinned.Generation)]))
                    .Where(read => !(from > read.DataInterval.Last)).Append(run))
                {
                    made.UnionWith(relation == model.Id && read == run ? [] : Rows(relation, read));
                }
            }

            return made;
        }

        IEnumerable<string> Rows(string relation, Run run) =>
            _definition.Sources.Any(source => source.Id == relation) ? run.Sources.GetValueOrDefault(relation, []).Select(file => file.Name)
            : run.Models.GetValueOrDefault(relation) is { } output ? _contents[output.Sha256] : [];

        public void ShouldSayTheTruth()
        {
            _whole.Clear();
            foreach (var (day, interval) in _intervals)
            {
                interval.Stale.ShouldBeEmpty();
                foreach (var point in interval.Publication!.Points)
                {
                    var isWhole = IsWhole(point.Model!, day);
                    (point.State is PointState.Complete).ShouldBe(isWhole, $"{point.Metric} of {day} is {point.State}: {point.Warning}");
                    if (!isWhole)
                    {
                        point.Warning.ShouldNotBeNull();
                    }
                }
            }
        }

        /// <summary>By the rule alone: everything that the model reads, through any number of hops, is there or confirmed empty, and nothing is before the data begins.</summary>
        bool IsWhole(string relation, DataInterval day)
        {
            if (_whole.TryGetValue((relation, day), out var known))
            {
                return known;
            }

            if (_begins.TryGetValue(relation, out var first))
            {
                return _intervals.ContainsKey(day) && !(first > day.First) && _fates[(relation, day)] is Fate.There or Fate.ConfirmedEmpty;
            }

            if (!_intervals.ContainsKey(day))
            {
                return false;
            }

            var isWhole = _readings[relation].All(reading =>
            {
                var (input, window) = reading;
                var dataInterval = DataInterval.Day(window switch
                {
                    "history" => BeginningOf(input) ?? _intervals.Keys.First().First,
                    "interval" => relation == "month" ? new(day.First.Year, day.First.Month, 1) : day.First,
                    _ => day.First.AddDays(1 - int.Parse(window["trailing(P".Length..^2], CultureInfo.InvariantCulture)),
                });
                for (dataInterval = dataInterval < day ? dataInterval : day; dataInterval <= day; dataInterval = dataInterval.Next)
                {
                    var isItself = input == relation && dataInterval == day;
                    if (!isItself && !IsWhole(input, dataInterval))
                    {
                        return false;
                    }
                }

                return true;
            });
            return _whole[(relation, day)] = isWhole;
        }

        // All that a relation is made of has to say when it begins: otherwise it begins with the first publication.
        DateOnly? BeginningOf(string relation)
        {
            if (_begins.TryGetValue(relation, out var day))
            {
                return day;
            }

            DateOnly?[] days = [.. _readings[relation].Where(reading => reading.Relation != relation).Select(reading => BeginningOf(reading.Relation))];
            return days.Contains(null) ? null : days.Min();
        }

        public void ShouldBeAsWithoutFaults()
        {
            var clean = new World(this);
            clean.LiveThrough();
            _intervals.Keys.ShouldBe(clean._intervals.Keys);
            foreach (var (day, interval) in _intervals)
            {
                Numbers(interval).ShouldBe(Numbers(clean._intervals[day]), $"{day}");
                interval.Told.ShouldBeEmpty($"Whoever was told that {day} is partial was told that it is whole.");
            }

            static IEnumerable<string> Numbers(Interval interval) =>
                interval.Publication!.Points.Select(point => $"{point.Metric} {point.Period} {point.Value} {point.State}").Order(StringComparer.Ordinal);
        }

        // Without its faults.
        World(World other) => (_random, _first, _days, _definition, _fates) = (new Random(0), other._first, other._days, other._definition, other._fates);
    }
}
