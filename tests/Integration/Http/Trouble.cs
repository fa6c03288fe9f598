using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Notifications;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.Owners;
using Marten;

namespace EventedPipelines.Tests.Integration.Http;

/// <summary>What went wrong before a request: incidents, pages and deliveries, through the store and its decisions.</summary>
public sealed class Trouble(IDocumentStore store, TimeProvider clock)
{
    DateTimeOffset Now => clock.GetUtcNow();

    public Task OwnAsync(string area, string primary, string secondary) => store.InTransactionAsync("workspace", async session =>
    {
        var stream = await session.Events.FetchForWriting<Ownership>(Ownership.IdOf(area));
        stream.AppendOne(new OwnershipAssigned(
            Ownership.IdOf(area), area, new(2026, 1, 1), [new(primary, $"Engineer {primary}")], [new(secondary, $"Engineer {secondary}")], "workspace", Now));
        return 0;
    }, default);

    /// <summary>Something is wrong with the interval of a pipeline; returns its incident.</summary>
    public Task<Guid> RaiseAsync(string pipeline, string area, string interval, IncidentCauseKind kind = IncidentCauseKind.RetriesExhausted) => store.InTransactionAsync("w1", async session =>
    {
        var dataInterval = DataInterval.Parse(interval);
        await session.RaiseIncidentAsync([new(pipeline, area, dataInterval, new(kind, "order_profit", $"{pipeline} has failed.", null, 1, Now, "x@1"), Simulated: false)], Now, default);
        return Incident.IdOf(pipeline, dataInterval);
    }, default);

    /// <summary>Of a source's period, which holds up these pipelines, each in an area of its name.</summary>
    public Task<Guid> RaiseOfSourceAsync(string source, string period, params IReadOnlyList<string> holdsUp) => store.InTransactionAsync("w1", async session =>
    {
        var (subject, first) = (new SourcePeriod(source, DataInterval.Parse(period)), holdsUp[0]);
        var cause = new IncidentCause(IncidentCauseKind.ReingestionExhausted, source, $"'{source}' has not arrived.", null, null, Now, "x@1");
        await session.RaiseIncidentAsync(
            [new(first, first, subject.Period, cause, Simulated: false) { Subject = subject, Affected = [.. holdsUp.Select(each => new AffectedInterval(each, each, subject.Period))] }], Now, default);
        return Incident.IdOf(subject);
    }, default);

    /// <summary>The page that is due now, by the inbox or by the named channels.</summary>
    public Task PageAsync(Guid incident, params IReadOnlyList<string> channels) => store.InTransactionAsync("w1", async session =>
    {
        var stream = await session.Events.FetchForWriting<Incident>(incident);
        var state = stream.Aggregate!;
        var next = Escalation.Next(state)!;
        var decision = PageEngineersDecision.Decide(
            new(NextPage.KeyOf(state.Occurrence, next.Step, next.Repeat), await session.ResponsibleAsync(state.Pipeline, state.Area, Now, default),
                channels is [] ? NotificationPolicy.Default : NotificationPolicy.Default with { Routes = [new(Severity.Page, channels)] }), state, Now);
        await session.AppendAsync(stream, decision, default);
        return 0;
    }, default);

    public Task ResolveAsync(Guid incident) =>
        store.DecideAsync<Incident>(incident, "w1", (state, _) => ResolveIncidentDecision.Decide(new("put right", null, "ada"), state, Now), default);

    /// <summary>An open incident whose primary owner was paged.</summary>
    public async Task<Guid> PagedAsync(string pipeline, string interval = "2026-11-20")
    {
        await OwnAsync(pipeline, "ada", "ben");
        var incident = await RaiseAsync(pipeline, pipeline, interval);
        await PageAsync(incident);
        return incident;
    }

    /// <summary>The workspace's policies page the secondaries so long after an incident opened; returns their version.</summary>
    public Task<int> EscalateAfterAsync(TimeSpan after) => store.InTransactionAsync("workspace", async session =>
    {
        var stream = await session.Events.FetchForWriting<DefinedPolicies>(DefinedPolicies.TheId);
        var policies = PolicySet.Default with { Escalation = EscalationPolicy.Default with { SecondaryAfter = after } };
        var defined = DefinePoliciesDecision.Decide(new(policies, "workspace"), stream.Aggregate, Now).Cast<PoliciesDefined>().Single();
        stream.AppendOne(defined);
        return defined.PolicyVersion;
    }, default);

    /// <summary>All notifications about something have arrived, or with an error, none ever will.</summary>
    public async Task TellAsync(Guid subject, string? error = null)
    {
        await using var session = store.QuerySession();
        foreach (var told in await session.Query<Notification>().Where(notification => notification.Queued.SubjectId == subject).ToListAsync())
        {
            await store.DecideAsync<Notification>(told.Id, "w1", (state, _) => ReportNotificationDecision.Decide(new(error is null ? null : new(error, IsPermanent: true)), state, Now), default);
        }
    }

    public async Task<Guid> ArmAsync(string area, string interval, DateTimeOffset closedAt)
    {
        var dataInterval = DataInterval.Parse(interval);
        var id = Promise.IdOf(area, dataInterval);
        await store.InTransactionAsync("w1", session =>
        {
            session.Events.StartStream<Promise>(
                id, new SlaArmed(id, area, dataInterval, [area], closedAt, closedAt.AddHours(6), TimeSpan.FromMinutes(2), closedAt.AddHours(5), 1, false, Now, "x@1"));
            return Task.FromResult(0);
        }, default);
        return id;
    }

    /// <summary>The verdict over an interval that was complete so long after it closed, or not at all; published in part where it is partial.</summary>
    public async Task JudgeAsync(string area, string interval, DateTimeOffset closedAt, TimeSpan? completeAfter, bool isPartial = false)
    {
        var id = await ArmAsync(area, interval, closedAt);
        var inTime = completeAfter <= TimeSpan.FromHours(6);
        var standing = new PipelineStanding(area, inTime || isPartial, inTime ? closedAt + completeAfter : null, false, "It waits.", RunId.Of(area, DataInterval.Parse(interval), 1));
        await store.DecideAsync<Promise>(id, "w1", (promise, _) => JudgeSlaDecision.Decide(new([standing]), promise, promise.Deadline), default);
        if (!inTime && completeAfter is { } late)
        {
            await store.DecideAsync<Promise>(id, "w1", (_, _) => [new DeliveredLate(id, closedAt + late, "x@1")], default);
        }
    }
}
