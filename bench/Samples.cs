namespace EventedPipelines.Bench;

/// <summary>Figures of one kind, such as the milliseconds of each round.</summary>
sealed class Samples
{
    readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => At(0.5);

    public void Add(double value) => _values.Add(value);

    public void AddRange(IEnumerable<double> more) => _values.AddRange(more);

    public double At(double quantile)
    {
        var sorted = _values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>The standard deviation as a part of the mean.</summary>
    public double Variation
    {
        get
        {
            var mean = _values.Average();
            return Math.Sqrt(_values.Average(value => (value - mean) * (value - mean))) / mean;
        }
    }

    public string Spread(string unit, string format = "0.0") => $"{Text(Median, format)} ({Text(At(0.25), format)}-{Text(At(0.75), format)}) {unit}";

    static string Text(double value, string format) => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Ours and the floor in interleaved data intervals. The ratio is how near ours comes to the floor: floor / ours for times, ours / floor for
/// rates, so that 1 is the floor itself and less is worse.
/// </summary>
sealed class Rounds(bool areRates = false)
{
    const double MostVariation = 0.4;

    public Samples Ours { get; } = new();

    public Samples Floor { get; } = new();

    public Samples Ratio { get; } = new();

    public void Add(double ours, double floor)
    {
        Ours.Add(ours);
        Floor.Add(floor);
        Ratio.Add(areRates ? ours / floor : floor / ours);
    }

    /// <summary>By the lower quartile of the ratio (performance.md 4, rule 1).</summary>
    public Verdict AtLeast(double aim) => Judge(Ratio.At(0.25) >= aim);

    public Verdict Judge(bool isMet) => Floor.Variation > MostVariation ? Verdict.Noisy : isMet ? Verdict.Met : Verdict.Missed;
}
