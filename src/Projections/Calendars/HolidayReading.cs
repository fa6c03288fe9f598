using EventedPipelines.Domain.Calendars;

namespace EventedPipelines.Projections.Calendars;

/// <summary>What is in a file of holidays, in order of the days: the public holidays, and what is none and why. Both are empty where there are problems.</summary>
public sealed record HolidayReading(IReadOnlyList<Holiday> Holidays, IReadOnlyList<LeftOut> Left, IReadOnlyList<HolidayProblem> Problems)
{
    public IEnumerable<string> Keys => Holidays.Select(holiday => holiday.Key).Union(Left.Select(left => left.Key));

    public void Deconstruct(out IReadOnlyList<Holiday> holidays, out IReadOnlyList<HolidayProblem> problems) => (holidays, problems) = (Holidays, Problems);
}
