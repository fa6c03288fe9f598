using EventedPipelines.Domain.Team.Calendars;

namespace EventedPipelines.Application.Team.Calendars;

/// <summary>What is in a file of holidays, in order of the days: the public holidays, and what is none and why. Both are empty where there are problems.</summary>
public sealed record HolidayReading(IReadOnlyList<Holiday> Holidays, IReadOnlyList<LeftOut> Left, IReadOnlyList<HolidayProblem> Problems)
{
    public IEnumerable<string> Keys => Holidays.Select(holiday => holiday.Key).Union(Left.Select(left => left.Key));

    /// <summary>Why a key under `take` or `leave` is refused; null where it is not.</summary>
    /// <param name="key">As a person wrote it.</param>
    /// <param name="others">The keys under the other one.</param>
    public string? Refusal(string key, IReadOnlyList<string> others) =>
        !Keys.Contains(key) ? $"There is no holiday '{key}' in the file." : others.Contains(key) ? $"'{key}' stands in `take` and in `leave`." : null;

    public void Deconstruct(out IReadOnlyList<Holiday> holidays, out IReadOnlyList<HolidayProblem> problems) => (holidays, problems) = (Holidays, Problems);
}
