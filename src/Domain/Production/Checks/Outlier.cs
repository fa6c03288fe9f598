using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Domain.Production.Checks;

/// <summary>A value against its own history: what was to be expected, and how far off it is (the modified z-score; 3.5 is the usual threshold).</summary>
public sealed record Outlier(decimal Expected, decimal Score)
{
    // Of a normal distribution: the standard deviation over the median, and over the mean, absolute deviation.
    const double PerMedianDeviation = 1.4826;
    const double PerMeanDeviation = 1.253314;
    const double Beyond = 1_000;
    const int LeastOfWeekday = 3;

    /// <summary>The share of the expected value below which a deviation is no more than noise, where the history is (nearly) constant.</summary>
    public const decimal UsualFloor = 0.01m;

    /// <summary>
    /// Iglewicz and Hoaglin's modified z-score by median and MAD (How to Detect and Handle Outliers, 1993), of what is left when a straight
    /// trend (the median of slopes between like days: Theil, Sen) and each weekday's own level are taken off. All of it by medians, so that
    /// outliers of the past hide no new one. Months have no weekdays. The deviation is at least a share of the expected value, so that a history
    /// without any does not make an outlier of every cent.
    /// </summary>
    /// <param name="history">The values of earlier intervals, of one grain; at least one.</param>
    /// <param name="interval">The interval of the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="floor">The share of the expected value that the deviation is at least taken for.</param>
    public static Outlier Of(IReadOnlyList<(DataInterval Interval, decimal Value)> history, DataInterval interval, decimal value, decimal floor = UsualFloor)
    {
        var points = history.Select(past => (At: past.Interval.First.DayNumber, Kind: KindOf(past.Interval), Value: (double)past.Value)).ToList();
        var slope = SlopeOf(points);
        var flat = points.Select(point => (point.Kind, Value: point.Value - (slope * point.At))).ToList();
        var overall = Median(flat.Select(point => point.Value));
        var levels = flat.GroupBy(point => point.Kind).ToDictionary(group => group.Key, group => group.Count() >= LeastOfWeekday ? Median(group.Select(point => point.Value)) : overall);
        var rests = flat.Select(point => point.Value - levels[point.Kind]).ToList();
        var middle = Median(rests);
        var expected = (slope * interval.First.DayNumber) + levels.GetValueOrDefault(KindOf(interval), overall) + middle;
        var off = (double)value - expected;
        var deviation = PerMedianDeviation * Median(rests.Select(rest => Math.Abs(rest - middle)));
        if (deviation == 0)
        {
            deviation = PerMeanDeviation * rests.Average(rest => Math.Abs(rest - middle));
        }

        // The levels and the slope were fitted to the same values, which makes these look closer to them than the next one will be.
        deviation *= Math.Sqrt(rests.Count / Math.Max(1.0, rests.Count - (2.0 * levels.Count) - 1));
        deviation = Math.Max(deviation, (double)floor * Math.Max(Math.Abs(expected), Median(points.Select(point => Math.Abs(point.Value)))));
        var score = deviation > 0 ? off / deviation : Math.Abs(off) < 0.00005 ? 0 : Math.CopySign(Beyond, off);
        return new(decimal.Round((decimal)expected, 4), decimal.Round((decimal)Math.Clamp(score, -Beyond, Beyond), 2));
    }

    static int KindOf(DataInterval interval) => interval.Grain is Grain.Day ? (int)interval.First.DayOfWeek : 0;

    static double SlopeOf(List<(int At, int Kind, double Value)> points)
    {
        var slopes = points.GroupBy(point => point.Kind).SelectMany(like =>
            like.SelectMany(earlier => like.Where(later => later.At > earlier.At).Select(later => (later.Value - earlier.Value) / (later.At - earlier.At)))).ToList();
        return slopes.Count == 0 ? 0 : Median(slopes);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
