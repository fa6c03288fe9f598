namespace EventedPipelines.Domain.Team.OnCall;

/// <summary>What one engineer had to do with in a stretch of time. <paramref name="Share"/> is theirs of all hours, 0 to 1.</summary>
/// <param name="Hours">Of sprint duty, by the clock.</param>
/// <param name="HolidayHours">Of holiday blocks.</param>
/// <param name="Pages">That reached out for them.</param>
/// <param name="Incidents">That they were paged for.</param>
/// <param name="Requests">Accepted while they were on duty.</param>
public sealed record EngineerLoad(string Engineer, string Name, decimal Hours, decimal HolidayHours, int Pages, int Incidents, int Requests, decimal Share);

/// <summary>A page that somebody got, and the incident that it was for.</summary>
public sealed record PageReceived(string Engineer, Guid IncidentId);

public static class DutyLoad
{
    /// <summary>
    /// By engineer, and how evenly the hours are spread: Jain's index, (sum of x)^2 / (n x sum of x^2), which is 1 where all have the same and 1/n
    /// where one has it all (Jain, Chiu and Hawe 1984).
    /// </summary>
    public static (IReadOnlyList<EngineerLoad> Items, decimal? Fairness) Of(
        IEnumerable<string> engineers, Func<string, string> nameOf, IReadOnlyList<Shift> shifts, IReadOnlyList<PageReceived> pages, IReadOnlyList<string> requests, DateTimeOffset from,
        DateTimeOffset to)
    {
        string[] ids = [.. engineers.Union(shifts.Select(shift => shift.Engineer)).Union(pages.Select(page => page.Engineer)).Order(StringComparer.Ordinal)];
        var hours = ids.Select(id => (Duty: Hours(id, ShiftKind.Sprint), Holidays: Hours(id, ShiftKind.Holiday))).ToList();
        var total = hours.Sum(own => own.Duty + own.Holidays);
        var squares = hours.Sum(own => (own.Duty + own.Holidays) * (own.Duty + own.Holidays));
        return ([.. ids.Zip(hours, (id, own) => Item(id, own.Duty, own.Holidays))], total == 0 ? null : decimal.Round(total * total / (hours.Count * squares), 4));

        EngineerLoad Item(string id, decimal duty, decimal holidays)
        {
            var paged = pages.Where(page => page.Engineer == id).ToList();
            return new(
                id, nameOf(id), duty, holidays, paged.Count, paged.DistinctBy(page => page.IncidentId).Count(), requests.Count(engineer => engineer == id),
                total == 0 ? 0 : decimal.Round((duty + holidays) / total, 4));
        }

        decimal Hours(string id, ShiftKind kind) => decimal.Round(
            shifts.Where(shift => shift.Engineer == id && shift.Kind == kind)
                .Sum(shift => (decimal)((shift.To < to ? shift.To : to) - (shift.From > from ? shift.From : from)).Ticks / TimeSpan.TicksPerHour),
            2);
    }
}
