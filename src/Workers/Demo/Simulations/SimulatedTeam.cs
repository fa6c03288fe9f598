using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Team.OnCall;
using EventedPipelines.Application.Team.Requests;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Workers.Kernel;
using Marten;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>Does what the colleagues of a demonstration do besides incidents, each at its time.</summary>
public sealed class SimulatedTeam(VirtualTime time, IDocumentStore store, Simulation simulation)
{
    const string Nobody = "nobody";

    DateTimeOffset _done = time.Now;

    /// <summary>When something is done next; a look of some weeks finds it.</summary>
    public DateTimeOffset? NextAt => Acts(_done, _done.AddDays(30)).FirstOrDefault()?.At;

    /// <summary>All that is due by now, in order.</summary>
    public async Task ActAsync(CancellationToken cancellationToken)
    {
        foreach (var act in Acts(_done, time.Now).ToList())
        {
            await DoAsync(act, cancellationToken);
            await time.SettleAsync(cancellationToken);
        }

        _done = time.Now;
    }

    /// <summary>What is in progress is done, as it was estimated.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        foreach (var request in await session.Query<Request>().Where(request => request.State == RequestState.Accepted).OrderBy(request => request.Received.ReceivedAt).ToListAsync(cancellationToken))
        {
            await DoAsync(new TeamAct.Complete(time.Now, request.Id, request.Received.Points), cancellationToken);
        }
    }

    IEnumerable<TeamAct> Acts(DateTimeOffset after, DateTimeOffset until)
    {
        var first = DateOnly.FromDateTime(after.UtcDateTime).AddDays(-TeamActs.LongestDays);
        var days = Enumerable.Range(0, DateOnly.FromDateTime(until.UtcDateTime).DayNumber - first.DayNumber + 1).Select(first.AddDays);
        return days.SelectMany(day => TeamActs.Of(day, simulation.Seed)).Where(act => act.At > after && act.At <= until).OrderBy(act => act.At);
    }

    Task DoAsync(TeamAct act, CancellationToken cancellationToken) => act switch
    {
        TeamAct.Ask ask => store.InTransactionAsync(ask.Requester, session => session.FileRequestAsync(
            new(ask.Request, ask.Requester, ask.Area, ask.Title, null, ask.Points, Simulated: true, ask.Requester), time.Now, cancellationToken), cancellationToken),
        TeamAct.Complete done => DecideAsync(
            done.Request, (request, sprint) => CompleteRequestDecision.Decide(new(done.ActualPoints, request.Engineer ?? Nobody), request, sprint, time.Now), cancellationToken),
        TeamAct.Cancel cancel => DecideAsync(
            cancel.Request, (request, sprint) => CancelRequestDecision.Decide(new("It is not needed any more.", request.Received.Requester), request, sprint, time.Now), cancellationToken),
        TeamAct.StandIn standIn => StandInAsync(standIn, cancellationToken),
        _ => Task.CompletedTask,
    };

    // A ticket is not this team's to complete: what is refused stays as it is.
    Task<Guid> DecideAsync(Guid id, Func<Request, Sprint, Decision> decide, CancellationToken cancellationToken) => store.InTransactionAsync("team", async session =>
    {
        if (await session.LockRequestAsync(id, cancellationToken) is var (request, sprint))
        {
            await session.AppendAsync(request, decide(request.Aggregate!, sprint.Aggregate!), cancellationToken);
        }

        return id;
    }, cancellationToken);

    Task<TeamAct.StandIn> StandInAsync(TeamAct.StandIn act, CancellationToken cancellationToken) => store.InTransactionAsync("team", async session =>
    {
        if (await session.RosterAsync(act.From, act.From, cancellationToken) is { } roster && roster.SprintAt(act.From) is { } sprint
            && roster.Team.Members.FirstOrDefault(member => member.Id != sprint.Duty) is { } other)
        {
            await session.MakeOverrideAsync(new(act.Override, other.Id, sprint.Duty, act.From, act.To, act.Reason, sprint.Duty), roster.Team, time.Now, cancellationToken);
        }

        return act;
    }, cancellationToken);
}
