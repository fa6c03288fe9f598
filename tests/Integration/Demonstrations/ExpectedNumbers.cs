using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Integration.Demonstrations;

/// <summary>A slot that a number should have been made of and is not: of a source, or of what an interval for experiments would have published.</summary>
sealed record Lack(string Relation, DataInterval Slot, bool IsBeforeBeginning = false);

/// <summary>A row or a point as it should be published, and what it lacks.</summary>
sealed record ExpectedNumbers(string Of, DataInterval Interval, string Line, string State, IReadOnlyCollection<Lack> Lacks)
{
    /// <summary>A row of a target.</summary>
    public static ExpectedNumbers Row(string table, DataInterval interval, IReadOnlyCollection<Lack> lacks, params IEnumerable<(string Name, object? Value)> values) =>
        new(table, interval, Numbers.Line(values), Numbers.StateOf(lacks.Count == 0), lacks);

    /// <summary>A point; without a value it cannot be computed.</summary>
    public static ExpectedNumbers Point(string pipeline, DataInterval interval, IReadOnlyCollection<Lack> lacks, string metric, DataInterval period, decimal? value, string dimensions = "") =>
        new(pipeline, interval, Numbers.Point(metric, period.ToString(), dimensions, value), Numbers.StateOf(lacks.Count == 0, value is not null), lacks);
}
