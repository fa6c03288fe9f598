using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Tests.Unit.Checks;

public sealed class OutlierSpecs(ITestOutputHelper output)
{
    static readonly DateOnly first = new(2026, 1, 5);

    // Monday first: the shop sells most at the weekend.
    static readonly decimal[] week = [100, 90, 95, 105, 130, 180, 160];

    static List<(DataInterval, decimal)> Days(int count, Func<int, decimal> value) => [.. Enumerable.Range(0, count).Select(day => (DataInterval.Day(first.AddDays(day)), value(day)))];

    [Fact]
    public void a_weekday_is_judged_by_its_like()
    {
        var history = Days(56, day => week[day % 7] + (day % 3));
        Outlier.Of(history, DataInterval.Day(first.AddDays(61)), 181).Score.ShouldBeLessThan(3.5m, "A Saturday like the others.");
        Outlier.Of(history, DataInterval.Day(first.AddDays(56)), 181).Score.ShouldBeGreaterThan(3.5m, "On a Monday nobody sells so much.");
    }

    [Fact]
    public void growth_is_no_outlier()
    {
        var history = Days(84, day => week[day % 7] + (5 * day) + (day % 3));
        var outlier = Outlier.Of(history, DataInterval.Day(first.AddDays(84)), week[0] + (5 * 84));
        Math.Abs(outlier.Score).ShouldBeLessThan(3.5m);
        outlier.Expected.ShouldBeInRange(515, 525);
    }

    [Fact]
    public void outliers_of_the_past_hide_no_new_one()
    {
        var history = Days(56, day => day is 10 or 20 or 30 ? 5_000 : week[day % 7] + (day % 3));
        Outlier.Of(history, DataInterval.Day(first.AddDays(56)), 400).Score.ShouldBeGreaterThan(3.5m);
    }

    [Fact]
    public void a_constant_history_makes_no_outlier_of_noise()
    {
        var history = Days(28, _ => 7);
        var next = DataInterval.Day(first.AddDays(28));
        Outlier.Of(history, next, 7).Score.ShouldBe(0);
        Math.Abs(Outlier.Of(history, next, 7.2m).Score).ShouldBeLessThan(3.5m, "Three hundredths more of what it always was.");
        Outlier.Of(history, next, 6.5m).Score.ShouldBeLessThan(-3.5m);
        Outlier.Of(history, next, 6.5m, floor: 0.05m).Score.ShouldBeGreaterThan(-3.5m, "Where a twentieth is taken for noise.");
    }

    [Fact]
    public void the_first_value_after_nothing_but_zeros_is_an_outlier()
    {
        var history = Days(28, _ => 0);
        Outlier.Of(history, DataInterval.Day(first.AddDays(28)), 0).Score.ShouldBe(0);
        Outlier.Of(history, DataInterval.Day(first.AddDays(28)), 3).Score.ShouldBe(1_000);
    }

    [Fact]
    public void months_have_no_weekdays()
    {
        var history = Enumerable.Range(0, 24).Select(month => (DataInterval.Month(first.AddMonths(month)), 1_000m + (10 * month) + (month % 2))).ToList();
        Math.Abs(Outlier.Of(history, DataInterval.Month(first.AddMonths(24)), 1_240).Score).ShouldBeLessThan(3.5m);
        Outlier.Of(history, DataInterval.Month(first.AddMonths(24)), 900).Score.ShouldBeLessThan(-3.5m);
    }

    static List<(DataInterval, decimal)> Mondays(params decimal[] values) => [.. values.Select((value, week) => (DataInterval.Day(first.AddDays(7 * week)), value))];

    static Outlier Next(List<(DataInterval, decimal)> history, decimal value, int daysAfter = 7) => Outlier.Of(history, DataInterval.Day(history[^1].Item1.First.AddDays(daysAfter)), value);

    [Fact]
    public void the_score_is_the_distance_in_deviations_widened_for_what_was_fitted()
    {
        // The median is 10 and the usual deviation from it 0.5: 3 / (1.4826 * 0.5 * sqrt(8 / (8 - 2 - 1))).
        Next(Mondays(9, 10, 11, 10, 9, 10, 11, 10), 13).ShouldBe(new(10, 3.20m));
        Next(Mondays(9, 10, 11, 10, 9, 10, 11, 10), 7).ShouldBe(new(10, -3.20m));

        // Two days of which nothing is known but that they are 9 and 11: 4 / (1.4826 * sqrt(2 / 1)).
        Next([.. Mondays(9), (DataInterval.Day(first.AddDays(1)), 11)], 14, daysAfter: 1).ShouldBe(new(10, 1.91m));
    }

    [Fact]
    public void where_more_than_half_are_alike_the_mean_deviation_counts() =>
        Next(Mondays(10, 10, 10, 10, 10, 10, 10, 18), 5).ShouldBe(new(10, -3.15m), "5 / (1.253314 * 1 * sqrt(8 / 5)).");

    [Fact]
    public void a_weekday_has_a_level_of_its_own_from_the_third_on()
    {
        List<(DataInterval, decimal)> With(int tuesdays) => [.. Mondays(100, 100, 100), .. Enumerable.Range(0, tuesdays).Select(week => (DataInterval.Day(first.AddDays(1 + (7 * week))), 10m))];
        Outlier.Of(With(tuesdays: 2), DataInterval.Day(first.AddDays(22)), 10).Expected.ShouldBe(100);
        Outlier.Of(With(tuesdays: 3), DataInterval.Day(first.AddDays(22)), 10).Expected.ShouldBe(10);
    }

    [Fact]
    public void what_falls_towards_nothing_is_judged_by_the_size_that_it_had() => Next(Mondays(70, 60, 50, 40, 30, 20, 10), 1).ShouldBe(new(0, 2.50m), "A hundredth of 40 is noise.");

    [Fact]
    public void beyond_a_thousand_deviations_nobody_counts()
    {
        (Next(Mondays(7, 7, 7), 7_000).Score, Next(Mondays(7, 7, 7), -7_000).Score).ShouldBe((1_000, -1_000));
        (Next(Mondays(0, 0, 0), -3).Score, Next(Mondays(0, 0, 0), 0.00004m).Score, Next(Mondays(0, 0, 0), 0.0001m).Score).ShouldBe((-1_000, 0, 1_000), "Money has four places.");
    }

    /// <summary>Years with the shape of a week, growth and noise, and in each twelve days that are off by five to ten standard deviations.</summary>
    [Fact]
    public void nearly_all_known_outliers_of_a_year_are_found_and_little_else()
    {
        var (found, missed, mistaken) = (0, 0, 0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var outliers = Enumerable.Range(0, 12).Select(at => 60 + (at * 25) + random.Next(20)).ToHashSet();
            var values = Days(365, day => Value(day, random, outliers.Contains(day)));
            for (var day = 28; day < 365; day++)
            {
                var history = values[Math.Max(0, day - 89)..day];
                var isFound = Math.Abs(Outlier.Of(history, values[day].Item1, values[day].Item2).Score) > 3.5m;
                found += isFound && outliers.Contains(day) ? 1 : 0;
                missed += !isFound && outliers.Contains(day) ? 1 : 0;
                mistaken += isFound && !outliers.Contains(day) ? 1 : 0;
            }
        }

        var (precision, recall) = ((double)found / (found + mistaken), (double)found / (found + missed));
        output.WriteLine(FormattableString.Invariant($"20 years of 365 days, {found + missed} outliers: precision {precision:0.000}, recall {recall:0.000} ({mistaken} of {20 * 337} days mistaken)"));
        recall.ShouldBeGreaterThan(0.9);
        precision.ShouldBeGreaterThan(0.85);
    }

    static decimal Value(int day, Random random, bool isOutlier)
    {
        const double Noise = 6;
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var off = isOutlier ? (random.Next(2) == 0 ? -1 : 1) * Noise * (5 + (5 * random.NextDouble())) : 0;
        return week[day % 7] + (0.2m * day) + (decimal)((Noise * normal) + off);
    }
}
