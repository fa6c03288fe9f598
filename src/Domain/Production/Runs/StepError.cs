using System.Text.Json.Serialization;
using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>An error heals by itself (`Transient`: retried) or does not (`Permanent`: the remaining retries are skipped). domain.md 2.6.</summary>
public enum ErrorClass
{
    Transient,
    Permanent,
}

/// <summary>
/// Why a step failed, for a person: what happened, where (a file with its row and column, a model, a table), and what to do.
/// </summary>
public sealed record StepError(ErrorClass Class, string Message, string Place, string Remedy)
{
    /// <summary>The delivery that is at fault, for whoever reads it; null where it is the step itself.</summary>
    public SourcePeriod? Delivery { get; init; }

    /// <summary>Whether the delivery cannot be read since its columns are not those of its contract (domain.md 7.2).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDrift { get; init; }

    /// <summary>Whether it says the same of the same place, by whatever that came.</summary>
    public bool IsSameAs(StepError? other) => other is not null && this with { IsDrift = other.IsDrift } == other;
}

/// <summary>Thrown by the data plane when a step cannot be done; the engine's own exceptions never leave it.</summary>
public sealed class StepFailedException(StepError error, Exception? cause = null) : Exception($"{error.Place}: {error.Message} {error.Remedy}", cause)
{
    public StepError Error { get; } = error;

    /// <summary>The line of the SQL that the error is about, from 1, where it is known.</summary>
    public int? Line { get; init; }

    /// <summary>The column of a source's contract whose values do not fit; null where it is not that.</summary>
    public string? Column { get; init; }

    /// <summary>Whether what does not fit is that a value lacks.</summary>
    public bool IsLacking { get; init; }

    /// <summary>Whether what does not fit is that a part of the file is without the column.</summary>
    public bool IsMissing { get; init; }
}
