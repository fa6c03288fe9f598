using System.Globalization;
using System.Text.RegularExpressions;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Slots;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>Everything that the demonstration has published, computed again from its files and its events without any of the program's own means (domain.md 2.4a).</summary>
[Collection(nameof(LivedDemonstration))]
public sealed partial class when_the_demonstration_is_recomputed(LivedDemonstration demonstration, ITestOutputHelper output)
{
    public static TheoryData<Look> Looks => [.. Enum.GetValues<Look>()];

    [Theory, MemberData(nameof(Looks))]
    public void the_demonstrations_profit_is_what_its_files_say(Look look) =>
        ShouldBePublished(look, ProfitByHand.Of, "daily_profit_summary", "monthly_profit_trends", "unit_profit", "aggregate-profit");

    [Theory, MemberData(nameof(Looks))]
    public void the_demonstrations_growth_is_what_its_files_say(Look look) =>
        ShouldBePublished(look, GrowthByHand.Of, "first_purchases", "daily_growth", "daily-growth", "months_customers", "monthly_growth", "aggregate-growth");

    [Theory, MemberData(nameof(Looks))]
    public void the_demonstrations_engagement_is_what_its_files_say(Look look) =>
        ShouldBePublished(look, EngagementByHand.Of, "daily_active", "weekly_active", "monthly_active", "engagement", "aggregate-engagement");

    [Theory, MemberData(nameof(Looks))]
    public void every_partial_number_names_what_it_lacks(Look look)
    {
        var state = demonstration.At(look);
        var published = state.Published.ToLookup(numbers => (numbers.Of, numbers.Interval, numbers.Line));
        List<string> silent = [];
        foreach (var expected in Expected(state).Where(numbers => numbers.Lacks.Count > 0))
        {
            foreach (var warning in published[(expected.Of, expected.Interval.ToString(), expected.Line)].Select(numbers => numbers.Warning))
            {
                silent.AddRange(expected.Lacks.Where(lack => !Names(warning, lack))
                    .Select(lack => $"{expected.Of} {expected.Interval}, {expected.Line} does not name {lack.Relation} {lack.Slot}: {warning}"));
            }
        }

        silent.ShouldBeEmpty();
    }

    // Each month that closes has lost a day until it is found.
    [Fact]
    public void the_new_customers_of_a_months_days_sum_to_those_of_the_month()
    {
        var published = demonstration.At(Look.LostFound).Published;
        var months = published.Where(point => point is { Of: "aggregate-growth", State: not "notComputable" } && point.Line.StartsWith("metric new_customers,", StringComparison.Ordinal)).ToList();
        months.Count.ShouldBe(2);
        foreach (var month in months)
        {
            var days = published.Where(point => point.Of == "daily-growth" && point.Interval.StartsWith(month.Interval, StringComparison.Ordinal)).ToList();
            days.Count.ShouldBe(DataInterval.Parse(month.Interval).Days.Count());
            days.ShouldAllBe(day => day.State == "complete");
            days.Sum(ValueOf).ShouldBe(ValueOf(month), month.Interval);
        }
    }

    [Theory, MemberData(nameof(Looks))]
    public void no_number_that_read_a_hole_is_unmarked_and_no_other_is_marked(Look look)
    {
        var coverage = new CoverageByHand(demonstration.At(look).Events);
        List<string> wrong = [];
        Dictionary<PointState, int> seen = [];
        foreach (var made in coverage.InForce)
        {
            var definition = coverage.DefinitionOf(made);
            foreach (var point in made.Published.Points)
            {
                var model = definition.Metrics.Single(metric => metric.Id == point.Metric && metric.Grain == point.Period.Grain).Model;
                var lacks = coverage.LacksOf(made, model);
                seen[point.State] = seen.GetValueOrDefault(point.State) + 1;
                if (!IsJudged(point, lacks.Count == 0))
                {
                    wrong.Add($"{made.Pipeline} {made.Interval}: {point.Metric} {point.Value} is {point.State} and lacks [{Text(lacks)}]");
                }
            }

            foreach (var target in made.Published.Targets.Where(target => (target.Completeness is Completeness.Complete) != (coverage.LacksOf(made, target.Model!).Count == 0)))
            {
                wrong.Add($"{made.Pipeline} {made.Interval}: the rows of {target.Table} are {target.Completeness} and lack [{Text(coverage.LacksOf(made, target.Model!))}]");
            }

            foreach (var (relation, said) in made.Published.Coverage!)
            {
                var (lacks, named) = (Text(coverage.LacksOf(made, relation)),
                    Text(said.Holes.SelectMany(hole => hole.DataIntervals.DataIntervals.Select(dataInterval => new Lack(hole.Relation, dataInterval)))));
                if (lacks != named)
                {
                    wrong.Add($"{made.Pipeline} {made.Interval}: {relation} says that it lacks [{named}] and lacks [{lacks}]");
                }
            }
        }

        output.WriteLine($"{string.Join(", ", seen.OrderBy(state => state.Key).Select(state => $"{state.Value} {state.Key}"))}");
        wrong.ShouldBeEmpty();
        seen.ShouldContainKey(PointState.Complete);
        seen.ShouldContainKey(PointState.Partial);
    }

    [Theory, MemberData(nameof(Looks))]
    public void a_publication_that_has_read_rows_which_were_replaced_since_is_stale(Look look) => new CoverageByHand(demonstration.At(look).Events).UnmarkedReadsOfReplacedRows().ShouldBeEmpty();

    static IEnumerable<ExpectedNumbers> Expected(DemonstrationState state) => ProfitByHand.Of(state.Deliveries).Concat(GrowthByHand.Of(state.Deliveries)).Concat(EngagementByHand.Of(state.Deliveries));

    // What says that it is stale is not what the files say, and what stands for a number that was withdrawn is none.
    void ShouldBePublished(Look look, Func<Deliveries, IEnumerable<ExpectedNumbers>> byHand, params string[] of)
    {
        var state = demonstration.At(look);
        List<PublishedNumbers> published = [.. state.Published.Where(numbers => of.Contains(numbers.Of))];
        var stale = published.Where(numbers => numbers.Stale is not null).Select(numbers => (numbers.Of, numbers.Interval)).ToHashSet();
        List<string> found = [.. published.Where(numbers => numbers.State != "withdrawn" && !stale.Contains((numbers.Of, numbers.Interval)))
            .Select(numbers => $"{numbers.Of} {numbers.Interval}: {numbers.Line}, {numbers.State}")];
        List<ExpectedNumbers> expected = [.. byHand(state.Deliveries)];
        List<string> wanted = [.. expected.Where(numbers => !stale.Contains((numbers.Of, numbers.Interval.ToString())))
            .Select(numbers => $"{numbers.Of} {numbers.Interval}: {numbers.Line}, {numbers.State}")];
        foreach (var group in expected.GroupBy(numbers => numbers.Of))
        {
            output.WriteLine($"{group.Key}: {group.Count()}, {string.Join(", ", group.CountBy(numbers => numbers.State).Select(state => $"{state.Value} {state.Key}"))}, {stale.Count(interval => interval.Of == group.Key)} intervals stale");
        }

        wanted.ShouldBeUnique();
        Differences(wanted, found).ShouldBeEmpty();
        expected.Select(numbers => numbers.Of).Distinct().Order().ShouldBe(of.Order());
    }

    static IEnumerable<string> Differences(IReadOnlyCollection<string> wanted, IReadOnlyCollection<string> found) =>
        wanted.Except(found).Select(line => $"not published: {line}").Concat(found.Except(wanted).Select(line => $"published: {line}"))
            .Concat(found.CountBy(line => line).Where(line => line.Value > 1).Select(line => $"published {line.Value} times: {line.Key}"));

    static bool IsJudged(MetricPoint point, bool isWhole) => (point.Value, point.State) switch
    {
        (null, PointState.NotComputable or PointState.Withdrawn) => point.Warning is not null,
        (null, _) => isWhole && point.State is PointState.NotYetDue,
        (_, PointState.Complete) => isWhole,
        _ => !isWhole && point is { State: PointState.Partial, Warning: not null },
    };

    // The first few are named, and how many more there are.
    static bool Names(string? warning, Lack lack) => warning is not null
        && (warning.Contains(" more.", StringComparison.Ordinal)
            || Named.Matches(warning)
                .Any(named => named.Groups[1].Value == lack.Relation
                && new DataIntervalRange(DataInterval.Parse(named.Groups[2].Value), DataInterval.Parse(named.Groups[named.Groups[3].Success ? 3 : 2].Value)).Contains(lack.Slot)));

    static string Text(IEnumerable<Lack> lacks) => string.Join(", ", lacks.Select(lack => $"{lack.Relation} {lack.Slot}").Distinct().Order(StringComparer.Ordinal));

    static decimal ValueOf(PublishedNumbers point) => decimal.Parse(point.Line.Split(' ')[^1], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\w+) (\d{4}-\d\d(?:-\d\d)?)(?:\.\.(\d{4}-\d\d(?:-\d\d)?))?")]
    static partial Regex Named { get; }
}
