using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Team.Holidays;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Holidays;

/// <summary>
/// The rota of a year's public holidays with how it came about, and the hours of holiday duty so far. Where the team and the calendar as they are give no
/// plan, <paramref name="Refusal"/> says why; then the plan is the one before, or none, which is 0.
/// </summary>
/// <param name="DaysOff">The whole holidays that each engineer has off, stand-ins counted.</param>
public sealed record HolidayYearView(
    int Year,
    int Plan,
    DateTimeOffset? PlannedAt,
    string Zone,
    long CalendarVersion,
    int TeamVersion,
    IReadOnlyList<HolidayView> Items,
    IReadOnlyList<Balance> Balances,
    IReadOnlyList<DaysOff> DaysOff,
    PlanRefusal? Refusal,
    long Version)
{
    public static HolidayYearView Of(HolidayYear year, Overrides overrides) => new(
        year.Year, year.Plan, year.IsPlanned ? year.PlannedAt : null, year.Zone, year.CalendarVersion, year.TeamVersion, [.. year.Days.Select(day => HolidayView.Of(day, year))], year.Balances,
        HolidayRest.Of(year, overrides), year.Refusal, year.Version);
}

/// <summary>A year whose holidays are not planned as the team and the calendar are now.</summary>
public sealed record RefusedPlan(int Year, string Reason, DateTimeOffset Since)
{
    public static IReadOnlyList<RefusedPlan> Of(IEnumerable<HolidayYear> years) =>
        [.. years.Where(year => year.Refusal is not null).OrderBy(year => year.Year).Select(year => new RefusedPlan(year.Year, year.Refusal!.Reason, year.Refusal.Since))];
}

/// <param name="Off">Who has the whole day off, and is not paged on it.</param>
public sealed record HolidayView(DateOnly Day, string Name, IReadOnlyList<Holiday> Holidays, IReadOnlyList<BlockView> Blocks, IReadOnlyList<string> Off, int? Offset, string Derivation)
{
    public static HolidayView Of(PlannedHoliday day, HolidayYear year) => new(
        day.Day, day.Name, day.Holidays,
        [.. day.Blocks.Select(block => new BlockView(block.Number, block.Engineer, block.From, block.To, block.Hours, year.Worked.Contains(HolidayYear.KeyOf(day.Day, block.Number))))],
        day.Off, day.Offset, day.Derivation);
}

public sealed record BlockView(int Block, string Engineer, DateTimeOffset From, DateTimeOffset To, decimal Hours, bool IsRecorded);

/// <summary>A year is to be planned by the team and the calendar as they are.</summary>
public sealed record PlanHolidaysCommand;

public static class HolidaysEndpoint
{
    [WolverineGet("/api/v1/holidays/{year:int}")]
    [Tags("Holidays"), EndpointSummary("Who works which block of a year's public holidays and who is off, each with its derivation; and why a plan was refused.")]
    [Refuses(404)]
    public static async Task<Reply<HolidayYearView>> Get(int year, IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<HolidayYear>(HolidayYear.IdOf(year), cancellationToken) is { } planned
            ? new Reply<HolidayYearView>(StatusCodes.Status200OK, HolidayYearView.Of(planned, await session.OverridesAsync(cancellationToken))) { Version = planned.Version }
            : Problems.NotFound($"holiday plan of {year}", $"POST /api/v1/holidays/{year}/plan makes one, or says what it lacks.");
    }

    [WolverinePost("/api/v1/holidays/{year:int}/plan")]
    [Tags("Holidays"), EndpointSummary("Plans a year's public holidays, or plans the days to come anew. It is refused where not everybody would have a whole holiday off.")]
    [ProducesResponseType<HolidayYearView>(StatusCodes.Status200OK), Refuses(404, 409, 422)]
    public static async Task<Reply<HolidayYearView>> Post(
        int year, PlanHolidaysCommand command, TeamCommands commands, IDocumentStore store, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (year is < 2000 or > 2199)
        {
            return Problems.Invalid("year", "A year from 2000 to 2199.");
        }

        var planned = await commands.DoAsync<PlannedReceipt>(http, command, async session =>
        {
            if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is null)
            {
                return TeamProblems.NoTeam();
            }

            var sprint = await session.LockOpenSprintAsync(cancellationToken);
            if (await session.PlanHolidaysAsync(year, http.ActorName(), now, cancellationToken) is { } refused)
            {
                return Problems.Conflict(refused, "Import more holidays, or change the team.");
            }

            await session.AskForCoverageAsync(sprint, now, cancellationToken);
            return new Reply<PlannedReceipt>(StatusCodes.Status200OK, new(year)) { Location = $"/api/v1/holidays/{year}" };
        });
        if (planned.Problem is { Status: StatusCodes.Status409Conflict } refused)
        {
            // What is refused is put down by the upkeep, in a transaction that is not taken back.
            await commands.FollowUpAsync(http);
            return refused;
        }

        return planned.Problem is { } problem ? problem : await Get(year, store, cancellationToken) with { Location = planned.Location };
    }

    sealed record PlannedReceipt(int Year);
}
