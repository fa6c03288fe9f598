using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Api.Reliability.Sla;

/// <summary>The days that are asked about, both included.</summary>
public readonly record struct SlaRange(DateOnly From, DateOnly To)
{
    /// <summary>Longer ones are asked for year by year: the answer is one page.</summary>
    public const int MostDays = 366;

    public bool IsBackwards => To < From;

    public bool IsTooLong => To.DayNumber - From.DayNumber >= MostDays;

    /// <summary>All of the months that it touches.</summary>
    public SlaRange Months => new(DataInterval.Month(From).First, DataInterval.Month(To).Last);

    public bool Touches(DataInterval interval) => interval.First <= To && interval.Last >= From;

    /// <summary>
    /// What is left out is the month's: of the day that is given, else of the day that closed last. On the first day of a month nothing of it is promised
    /// yet, and all that was promised for the last day of the month before falls due.
    /// </summary>
    public static SlaRange Of(DateOnly? from, DateOnly? to, DateOnly today) =>
        new(from ?? DataInterval.Month(to ?? today.AddDays(-1)).First, to ?? DataInterval.Month(from ?? today.AddDays(-1)).Last);
}
