using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Team.OnCall;
using EventedPipelines.Projections.Team.Requests;
using Marten;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>What each engineer had to do with. <paramref name="Fairness"/> is Jain's index of the hours: 1 where all have the same; null where there are none.</summary>
public sealed record LoadView(DateOnly From, DateOnly To, IReadOnlyList<EngineerLoad> Items, decimal? Fairness);

public static class LoadEndpoint
{
    const int Days = 92;

    [WolverineGet("/api/v1/oncall/load")]
    [Tags("On-call"), EndpointSummary(
        "Hours of duty, pages, incidents and requests by engineer, between two days, both included, and how evenly the hours are spread. Without days, the last three months.")]
    [Refuses(404)]
    public static async Task<Reply<LoadView>> Get(DateOnly? from, DateOnly? to, IDocumentStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken) is not { Plan: var team })
        {
            return TeamProblems.NoTeam();
        }

        if (OnCallRange.Of(from, to, LocalTime.DayOf(now, team.TimeZone).AddDays(1 - Days), Days, team, out var problem) is not { } range)
        {
            return problem!;
        }

        // What is to come is nobody's load yet.
        var end = range.To < now ? range.To : now;
        var roster = (await session.RosterAsync(range.From, end, cancellationToken))!;
        var shifts = Shifts.Between(roster, await session.CalendarAsync(cancellationToken), range.From, end).ToList();
        var pages = await session.PagesReceivedAsync(range.From, end, cancellationToken);
        var requests = await session.EngineersOfRequestsAsync(range.From, end, cancellationToken);
        var (items, fairness) = DutyLoad.Of(team.Members.Select(member => member.Id), team.NameOf, shifts, pages, requests, range.From, end);
        return new LoadView(range.First, range.Last, items, fairness);
    }
}
