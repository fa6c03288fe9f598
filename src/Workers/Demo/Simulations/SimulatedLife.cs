using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Backfills;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Kernel;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Workspaces;
using Marten;

namespace EventedPipelines.Workers.Demo.Simulations;

/// <summary>How far a simulated life has come. <paramref name="Open"/> counts the incidents that nobody has resolved.</summary>
public sealed record LifeProgress(DateOnly Day, int Days, int Of, int Open);

/// <summary>
/// Lives through days of the sample on the virtual clock: deliveries come with their planted faults, what is owed is done at its instant, and
/// engineers act. The same seed lives the same life.
/// </summary>
public sealed class SimulatedLife(VirtualClock clock, VirtualTime time, SampleFeed feed, SimulatedTeam team, WorkLeases leases, IDocumentStore store, Workspace workspace, Simulation simulation)
{
    readonly HashSet<(Guid Incident, int Occurrence, int Act)> _done = [];

    /// <summary>Runs the days of the month before the first, which all came but for what is lost, so that the month it begins in can be closed.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var first = DateOnly.FromDateTime(time.Now.UtcDateTime);
        if (first.Day > 1)
        {
            for (var day = DataInterval.Month(first).First; day < first; day = day.AddDays(1))
            {
                feed.DeliverAgain(day);
            }

            var command = new RequestBackfill(Guid.CreateVersion7(), DataInterval.Month(first).First, first.AddDays(-1), Reprocess.Missing, "The days before", "system", Simulated: true);
            var requested = RequestBackfillDecision.Decide(command, workspace.Pipelines.Where(pipeline => pipeline.Grain is Grain.Day), time.Now);
            await store.BeginAsync<Backfill>(command.BackfillId, "system", requested, cancellationToken);
            await time.SettleAsync(cancellationToken);
        }
    }

    /// <param name="until">The instant to end at.</param>
    /// <param name="report">Told at each midnight.</param>
    /// <param name="cancellationToken">Cancels between two instants.</param>
    public async Task LiveAsync(DateTimeOffset until, Action<LifeProgress> report, CancellationToken cancellationToken)
    {
        var began = time.Now;
        var open = await OpenAsync(cancellationToken);
        await time.SettleAsync(cancellationToken);
        while (time.Now < until)
        {
            var day = DateOnly.FromDateTime(time.Now.UtcDateTime);
            await LiveThroughAsync(await time.NextAsync(Soonest(until, feed.NextAt, team.NextAt, NextAct(open)?.At), cancellationToken), cancellationToken);
            await team.ActAsync(cancellationToken);
            open = await OpenAsync(cancellationToken);
            while (NextAct(open) is { } act && act.At <= time.Now)
            {
                await DoAsync(act, cancellationToken);
                open = await OpenAsync(cancellationToken);
            }

            if (DateOnly.FromDateTime(time.Now.UtcDateTime) > day)
            {
                report(new(day, (int)(time.Now - began).TotalDays, (int)Math.Ceiling((until - began).TotalDays), open.Count));
            }
        }
    }

    /// <summary>What nobody has looked after is put right: the files come, what is left is resolved, and what was asked for is done.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        foreach (var incident in await OpenAsync(cancellationToken))
        {
            await HaveDeliveredAsync(incident, cancellationToken);
        }

        foreach (var incident in await OpenAsync(cancellationToken))
        {
            await SayAsync(incident.Id, Engineer(incident, 0), state => ResolveIncidentDecision.Decide(new("Closed at the end of the simulation.", null, Engineer(incident, 0)), state, time.Now),
                cancellationToken);
        }

        await team.CloseAsync(cancellationToken);
        await time.SettleAsync(cancellationToken);
    }

    // What comes at an instant is there when it begins: a run that starts with the day finds the day's files.
    async Task LiveThroughAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var came = feed.NextAt <= now ? feed.DeliverUntil(now) : [];
        await time.MoveToAsync(now, cancellationToken);
        if (came.Count > 0)
        {
            await LookAsync(came, cancellationToken);
        }
    }

    /// <summary>The intervals of the days look at their sources; without days all.</summary>
    async Task LookAsync(IEnumerable<DateOnly>? days, CancellationToken cancellationToken)
    {
        var intervals =
            from day in days ?? []
            from pipeline in workspace.Pipelines
            select IntervalId.Of(pipeline.Id, DataInterval.Of(pipeline.Grain, day));
        await leases.ReadyLooksAsync(time.Now, cancellationToken, days is null ? null : [.. intervals.Distinct()]);
        await time.SettleAsync(cancellationToken);
    }

    (DateTimeOffset At, Incident Incident, int Number, EngineersAct Act)? NextAct(IReadOnlyList<Incident> open)
    {
        var acts =
            from incident in open
            from act in SimulatedEngineer.ActsOn(incident, simulation.Seed).Index()
            where !_done.Contains((incident.Id, incident.Occurrence, act.Index))
            orderby act.Item.At
            select ((DateTimeOffset At, Incident Incident, int Number, EngineersAct Act)?)(act.Item.At, incident, act.Index, act.Item);
        return acts.FirstOrDefault();
    }

    async Task DoAsync((DateTimeOffset At, Incident Incident, int Number, EngineersAct Act) next, CancellationToken cancellationToken)
    {
        var (_, incident, number, act) = next;
        _done.Add((incident.Id, incident.Occurrence, number));
        switch (act)
        {
            case EngineersAct.Acknowledge one:
                await SayAsync(incident.Id, Engineer(incident, one.Who), state => AcknowledgeIncidentDecision.Decide(new(Engineer(incident, one.Who)), state, time.Now), cancellationToken);
                break;
            case EngineersAct.Note note:
                await SayAsync(incident.Id, Engineer(incident, 0), state => NoteIncidentDecision.Decide(new(note.Text, Engineer(incident, 0)), state, time.Now), cancellationToken);
                break;
            case EngineersAct.Hold hold:
                await SayAsync(
                    incident.Id, Engineer(incident, 0), state => HoldIncidentDecision.Decide(new(hold.Reason, time.Now + hold.For, Engineer(incident, 0)), state, time.Now), cancellationToken);
                break;
            case EngineersAct.Resolve resolve:
                await SayAsync(incident.Id, Engineer(incident, 0), state => ResolveIncidentDecision.Decide(new(resolve.Cause, null, Engineer(incident, 0)), state, time.Now), cancellationToken);
                break;
            default:
                if (!await HaveDeliveredAsync(incident, cancellationToken))
                {
                    await SayAsync(incident.Id, Engineer(incident, 0),
                        state => ResolveIncidentDecision.Decide(new("The provider has lost the file; the numbers stay partial.", null, Engineer(incident, 0)), state, time.Now), cancellationToken);
                }

                break;
        }

        await time.SettleAsync(cancellationToken);
    }

    /// <summary>False where a file is lost and cannot be had.</summary>
    async Task<bool> HaveDeliveredAsync(Incident incident, CancellationToken cancellationToken)
    {
        var isWhole = incident.Interval.Days.Select(feed.DeliverAgain).ToList().TrueForAll(came => came);
        await LookAsync(incident.Interval.Days, cancellationToken);
        return isWhole;
    }

    static string Engineer(Incident incident, int who) => incident.Paged.IsEmpty ? "amara" : incident.Paged[who % incident.Paged.Count];

    Task<Decision> SayAsync(
        Guid incident, string who, Func<Incident, Decision> decide, CancellationToken cancellationToken) =>
        store.DecideAsync<Incident>(incident, who, (state, _) => decide(state), cancellationToken);

    async Task<IReadOnlyList<Incident>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Incident>().Where(incident => incident.Resolution == null).OrderBy(incident => incident.OpenedAt).ToListAsync(cancellationToken);
    }

    static DateTimeOffset Soonest(DateTimeOffset until, params ReadOnlySpan<DateTimeOffset?> others)
    {
        foreach (var other in others)
        {
            until = other < until ? other.Value : until;
        }

        return until;
    }

    /// <summary>From now on time passes by itself, and sources are looked at as often as the policies say.</summary>
    public async Task LetGoAsync(CancellationToken cancellationToken)
    {
        clock.LetGo();
        await LookAsync(null, cancellationToken);
    }
}
