using System.Globalization;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>A row or a point as a line of text: numbers with a fraction at 4 places.</summary>
static class Numbers
{
    const string Complete = "complete";

    public static string Line(params IEnumerable<(string Name, object? Value)> values) => string.Join(", ", values.Select(value => $"{value.Name} {Text(value.Value)}"));

    /// <summary>A point as `investor_metrics` has it.</summary>
    public static string Point(string metric, string period, string dimensions, decimal? value) => Line(("metric", metric), ("period", period), ("of", dimensions), ("value", value));

    /// <summary>A sum at most: what is missing from it makes it partial, and without a value it cannot be computed.</summary>
    public static string StateOf(bool isWhole, bool hasValue) => !hasValue ? "notComputable" : StateOf(isWhole);

    public static string StateOf(bool isWhole) => isWhole ? Complete : "partial";

    static string Text(object? value) => value switch
    {
        null => "-",
        decimal number => decimal.Round(number, 4, MidpointRounding.AwayFromZero).ToString("0.0000", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
