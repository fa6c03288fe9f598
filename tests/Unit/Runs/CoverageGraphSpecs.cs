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
        readonly Random random;
        readonly DateOnly first;
        readonly int days;
        readonly PipelineDefinition definition;
        readonly Dictionary<(string Source, DataInterval Day), Fate> fates = [];
        readonly SortedDictionary<DataInterval, Interval> intervals = [];
        readonly Dictionary<Guid, Run> runs = [];
        readonly Dictionary<Guid, Published> published = [];
        readonly Dictionary<string, SortedSet<string>> contents = [];
        readonly HashSet<string> told = [];
        readonly Dictionary<(string Relation, DataInterval Day), bool> whole = [];
        readonly Dictionary<string, DateOnly?> begins = [];
        readonly Dictionary<string, (string Relation, string Window)[]> readings = [];
        DateTimeOffset now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        public World(Random random, DateOnly first, int days)
        {
            this.random = random;
            this.first = first;
            this.days = days;
            string[] windows = ["interval", "trailing(P3D)", "trailing(P9D)", "history"];
            string Any() => windows[random.Next(windows.Length)];
            definition = new(
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
                foreach (var source in definition.Sources)
                {
                    fates[(source.Id, day)] = random.Next(12) switch { 0 => Fate.Missing, 1 => Fate.ConfirmedEmpty, 2 => Fate.NeverRun, _ => Fate.There };
                }
            }

            SourceDefinition Source(string id)
            {
                begins[id] = random.Next(2) == 0 ? first.AddDays(random.Next(3) * 5) : null;
                return new(id, $"{id}.csv", "day", new(), new(id, 1, [], [], null), Begins: begins[id]);
            }

            ModelDefinition Model(string id, Grain grain, string reads, params (string Relation, string Window)[] over)
            {
                readings[id] = [.. reads.Split(", ").Select(relation => (relation, over.FirstOrDefault(each => each.Relation == relation).Window ?? "interval"))];
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

        IEnumerable<DataInterval> AllDays => Enumerable.Range(0, days).Select(day => DataInterval.Day(first.AddDays(day)));

        bool IsRun(DataInterval day) => definition.Sources.All(source => fates[(source.Id, day)] is not Fate.NeverRun);

        public void LiveThrough()
        {
            foreach (var day in AllDays.Where(IsRun))
            {
                Publish(day, RunCause.Schedule);
            }
        }

        public IEnumerable<(string Source, DataInterval Day)> HolesInAnyOrder() =>
            [.. fates.Where(fate => fate.Value is Fate.Missing or Fate.NeverRun).Select(fate => fate.Key).OrderBy(_ => random.Next())];

        /// <summary>The file comes, or the interval is run at last; and everything that read it, in waves, as the ripples say.</summary>
        public void Heal((string Source, DataInterval Day) hole)
        {
            fates[hole] = Fate.There;
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
                if (intervals.FirstOrDefault(each => each.Value.RippleOwed is not null) is { Value: { } changed })
                {
                    Ripple(changed);
                }
                else if (intervals.FirstOrDefault(each => !each.Value.Stale.IsEmpty) is { Value: { } stale })
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
            var command = new MarkStale(new(interval.DataInterval, publication.Generation, published[interval.Id].Changed ?? []), EventRef.Of(interval.Id, interval.RippleOwed!.Value));
            intervals[interval.DataInterval] = Interval.Fold(interval, new RippleSpread(interval.Id, publication.Generation, 0, 0, now))!;
            foreach (var later in intervals.Keys.Where(later => later > interval.DataInterval).ToList())
            {
                if (MarkStaleDecision.Decide(command, definition, intervals[later], runs[intervals[later].Publication!.RunId], now) is [MarkedStale marked])
                {
                    intervals[later] = Interval.Fold(intervals[later], marked)!;
                }
            }
        }

        void Publish(DataInterval day, RunCause cause)
        {
            now = now.AddMinutes(1);
            var interval = intervals.GetValueOrDefault(day);
            var generation = (interval?.Generation ?? 0) + 1;
            var (id, runId) = (IntervalId.Of(definition.Id, day), RunId.Of(definition.Id, day, generation));
            var opened = new GenerationOpened(id, definition.Id, definition.Area, day, generation, cause, null, "test", 1, now, "x@1");
            interval = Interval.Fold(interval, opened)!;
            var inForce = InForce(day);
            string[] absent = [.. definition.Sources.Select(source => source.Id).Where(source => fates[(source, day)] is Fate.Missing)];
            string[] confirmed = [.. definition.Sources.Select(source => source.Id).Where(source => fates[(source, day)] is Fate.ConfirmedEmpty)];
            var skipped = Skipped(day, absent);
            var run = new object[]
            {
                new RunStarted(runId, id, definition.Id, definition.Area, day, generation, cause, null, 1, RunPlan.Of(definition, day), false, now, "x@1", confirmed),
            }
            .Concat(definition.Sources.Select(source => source.Id).Except(absent).Select(source => fates[(source, day)] is Fate.ConfirmedEmpty
                ? (object)new SourceTakenAsEmpty(runId, source, now, "x@1")
                : new SourceIngested(runId, source, [new($"{source} {day}", $"{source} {day}", "f", 1, 1, 0)], 1, "f", now)))
            .Concat(absent.Length == 0 ? [] : [new FallbackBegun(runId, absent, skipped, new("Something is missing.", "It has not come.", "Amara", null), false, now, "x@1")])
            .Append(new TurnTaken(runId, [.. inForce.InForce.Select(publication => new PinnedIntervals(new(publication.Interval, publication.Interval), publication.Generation))], [], now))
            .Aggregate(default(Run), Run.Fold)!;
            foreach (var model in definition.ModelsIn(day).Where(model => !skipped.Contains(model.Id)))
            {
                var made = Computed(model, day, run);
                var hash = string.Join(',', made);
                contents[hash] = made;
                run = Run.Fold(run, new TransformSucceeded(runId, model.Id, 1, new(hash, made.Count), now))!;
            }

            run = Run.Fold(run, new AttemptStarted(runId, Step.Publish.ToString(), 1, 4, 7, "w", now, "x@1"))!;
            var points = definition.Metrics.Where(metric => run.Models.ContainsKey(metric.Model))
                .Select(metric => new MetricPoint(metric.Id, new Dictionary<string, string>(), DataInterval.Of(metric.Grain, day.First), run.Models[metric.Model].Rows, "things")).ToList();
            var before = interval.Publication is { } publication ? runs[publication.RunId] : null;
            var command = new PublishRun(runId, 7, definition, [], points, before, inForce) { Audiences = new(["readers"], [], NotificationPolicy.Default) };
            var decision = PublishRunDecision.Decide(command, interval, run, now);
            foreach (var notification in decision.Notifications)
            {
                told.Add($"{notification.Interval} {notification.Kind} {notification.Key}").ShouldBeTrue("Nobody is told twice of one thing.");
            }

            intervals[day] = Interval.Fold(interval, decision.Published.ShouldNotBeNull())!;
            published[id] = decision.Published!;
            runs[runId] = decision.Run.Aggregate(run, (state, e) => Run.Fold(state, e)!);
        }

        EarlierPublications InForce(DataInterval day) => new(
            [
                .. intervals.Where(each => each.Key < day && !(definition.ReadsFrom(day) > each.Key.Last)).Select(each => new InForce(each.Key, each.Value.Publication!.Generation, 1)
                {
                    Relations = each.Value.Publication.Coverage!.ToDictionary(of => of.Key, of => of.Value.Standing),
                }),
            ],
            intervals.Keys.FirstOrDefault() is { First.Year: > 1 } first ? first : null);

        string[] Skipped(DataInterval day, string[] absent)
        {
            var lacking = absent.ToHashSet();
            foreach (var model in definition.ModelsIn(day).Where(model => definition.ReadsOf(model).Any(lacking.Contains)))
            {
                lacking.Add(model.Id);
            }

            return [.. lacking.Except(absent)];
        }

        /// <summary>What a model makes of what the run has pinned: everything that it read, by name.</summary>
        SortedSet<string> Computed(ModelDefinition model, DataInterval day, Run run)
        {
            var made = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var relation in definition.ReadsOf(model))
            {
                var from = model.WindowOf(relation).From(day, model.Grain);
                foreach (var read in run.Pinned.SelectMany(pinned => pinned.Range.DataIntervals.Select(dataInterval => runs[RunId.Of(definition.Id, dataInterval, pinned.Generation)]))
                    .Where(read => !(from > read.DataInterval.Last)).Append(run))
                {
                    made.UnionWith(relation == model.Id && read == run ? [] : Rows(relation, read));
                }
            }

            return made;
        }

        IEnumerable<string> Rows(string relation, Run run) =>
            definition.Sources.Any(source => source.Id == relation) ? run.Sources.GetValueOrDefault(relation, []).Select(file => file.Name)
            : run.Models.GetValueOrDefault(relation) is { } output ? contents[output.Sha256] : [];

        public void ShouldSayTheTruth()
        {
            whole.Clear();
            foreach (var (day, interval) in intervals)
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
            if (whole.TryGetValue((relation, day), out var known))
            {
                return known;
            }

            if (begins.TryGetValue(relation, out var first))
            {
                return intervals.ContainsKey(day) && !(first > day.First) && fates[(relation, day)] is Fate.There or Fate.ConfirmedEmpty;
            }

            if (!intervals.ContainsKey(day))
            {
                return false;
            }

            var isWhole = readings[relation].All(reading =>
            {
                var (input, window) = reading;
                var dataInterval = DataInterval.Day(window switch
                {
                    "history" => BeginningOf(input) ?? intervals.Keys.First().First,
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
            return whole[(relation, day)] = isWhole;
        }

        // All that a relation is made of has to say when it begins: otherwise it begins with the first publication.
        DateOnly? BeginningOf(string relation)
        {
            if (begins.TryGetValue(relation, out var day))
            {
                return day;
            }

            DateOnly?[] days = [.. readings[relation].Where(reading => reading.Relation != relation).Select(reading => BeginningOf(reading.Relation))];
            return days.Contains(null) ? null : days.Min();
        }

        public void ShouldBeAsWithoutFaults()
        {
            var clean = new World(this);
            clean.LiveThrough();
            intervals.Keys.ShouldBe(clean.intervals.Keys);
            foreach (var (day, interval) in intervals)
            {
                Numbers(interval).ShouldBe(Numbers(clean.intervals[day]), $"{day}");
                interval.Told.ShouldBeEmpty($"Whoever was told that {day} is partial was told that it is whole.");
            }

            static IEnumerable<string> Numbers(Interval interval) =>
                interval.Publication!.Points.Select(point => $"{point.Metric} {point.Period} {point.Value} {point.State}").Order(StringComparer.Ordinal);
        }

        // Without its faults.
        World(World other) => (random, first, days, definition, fates) = (new Random(0), other.first, other.days, other.definition, other.fates);
    }
}
