using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>The days that are asked about, both included, as instants of the team's zone.</summary>
public sealed record OnCallRange(DateOnly First, DateOnly Last, DateTimeOffset From, DateTimeOffset To)
{
    public const int MostDays = 400;

    /// <summary>What is left out is given by the defaults: the first day, and so many days of it.</summary>
    public static OnCallRange? Of(DateOnly? from, DateOnly? to, DateOnly first, int days, TeamPlan team, out ProblemDetails? problem)
    {
        var start = from ?? (to is { } last && last < first ? last.AddDays(1 - days) : first);
        var end = to ?? start.AddDays(days - 1);
        problem = end < start
            ? Problems.Invalid("to", "'to' is before 'from'.")
            : end.DayNumber - start.DayNumber >= MostDays ? Problems.Invalid("from", $"At most {MostDays} days at a time. Ask year by year.") : null;
        return problem is null
            ? new(start, end, LocalTime.FirstAt(start, TimeOnly.MinValue, team.TimeZone), LocalTime.FirstAt(end.AddDays(1), TimeOnly.MinValue, team.TimeZone))
            : null;
    }
}
