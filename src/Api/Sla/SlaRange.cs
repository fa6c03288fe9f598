using EventedPipelines.Domain.Intervals;

namespace EventedPipelines.Api.Sla;

/// <summary>The days that are asked about, both included.</summary>
public readonly record struct SlaRange(DateOnly From, DateOnly To)
{
    /// <summary>Longer ones are asked for year by year: the answer is one page.</summary>
    public const int MostDays = 366;

    public bool IsBackwards => To < From;

    public bool IsTooLong => To.DayNumber - From.DayNumber >= MostDays;

    /// <summary>What is left out is the month's: of the day that is given, else of today.</summary>
    public static SlaRange Of(DateOnly? from, DateOnly? to, DateOnly today) =>
        new(from ?? Slice.Month(to ?? today).First, to ?? Slice.Month(from ?? today).Last);
}
