using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Workers.Catalog.Pipelines;
using EventedPipelines.Workers.Kernel.Work;
using EventedPipelines.Workers.Production.Deliveries;
using EventedPipelines.Workers.Production.Sources;
using Marten;

namespace EventedPipelines.Workers.Reliability.Incidents;

/// <summary>The next page of an incident: <paramref name="Key"/> says which.</summary>
public sealed record EscalateDue(Guid IncidentId, string Key);

public sealed class EscalateDueHandler(
    IDocumentStore store, PipelineDefinitions definitions, DeliveryIntake intake, Looks looks, WorkerName worker, TimeProvider clock, ILogger<EscalateDueHandler> log)
{
    public async Task Handle(EscalateDue due, CancellationToken cancellationToken)
    {
        var there = await SeenAsync(due.IncidentId, cancellationToken);
        await store.InTransactionAsync(worker.Value, async session =>
        {
            var now = clock.GetUtcNow();
            var stream = await session.Events.FetchForExclusiveWriting<Incident>(due.IncidentId, cancellationToken);
            var incident = stream.Aggregate!;
            if (there.Count > 0 && SettleArrivalsDecision.Decide(new(there, null), incident, now) is { Count: > 0 } settled)
            {
                await session.AppendAsync(stream, settled, cancellationToken);
                return settled;
            }

            var responders = await RespondersAsync(session, incident, now, cancellationToken);
            var policies = await session.PoliciesAsync(cancellationToken);
            var decision = PageEngineersDecision.Decide(new(due.Key, responders, policies.Policies.Notifications), incident, now);
            await session.AppendAsync(stream, decision, cancellationToken);
            return decision;
        }, cancellationToken);
    }

    static async Task<Responders> RespondersAsync(IDocumentSession session, Incident incident, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Responders> areas = [];
        foreach (var affected in incident.Affected.DistinctBy(affected => affected.Area))
        {
            areas.Add(await session.ResponsibleAsync(affected.Pipeline, affected.Area, now, cancellationToken));
        }

        return Responders.Together(areas);
    }

    // A look that cannot be done is no reason to page nobody.
    async Task<IReadOnlyList<string>> SeenAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await ThereAsync(id, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether the files of incident {Incident} have come cannot be seen", id);
            return [];
        }
    }

    // Before somebody is paged for a file: it may have come at this very instant, or for another pipeline (domain.md 2.5). Whoever waits for it looks at once.
    async Task<IReadOnlyList<string>> ThereAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Incident>(id, cancellationToken) is not { IsResolved: false } incident)
        {
            return [];
        }

        string[] missing = [.. incident.Causes.Where(cause => cause.Kind is IncidentCauseKind.ReingestionExhausted).Select(cause => cause.Subject).Distinct()];
        if (missing.Length == 0 || await session.LoadAsync<Interval>(IntervalId.Of(incident.Pipeline, incident.Interval), cancellationToken) is not { } interval)
        {
            return [];
        }

        if (incident.Subject is { } subject)
        {
            return await IsThereAsync(subject, await definitions.LatestAsync(incident.Pipeline, cancellationToken), cancellationToken) ? [subject.Source] : [];
        }

        var run = (await session.LoadAsync<Run>(RunId.Of(interval.Pipeline, interval.DataInterval, interval.Generation), cancellationToken))!;
        var definition = await definitions.AtAsync(run.Pipeline, run.DefinitionVersion, cancellationToken);
        List<string> there = [.. run.Arrived.Intersect(missing)];
        foreach (var source in definition.Sources.Where(source => missing.Except(there).Contains(source.Id)).ToList())
        {
            // One that is there and has yet to settle has come, too.
            if (await Arrivals.LookAsync(intake, definition, source, run, cancellationToken) is { HasCome: true } or { Settles: not null })
            {
                there.Add(source.Id);
                await looks.WakeReadersAsync(source, run.DataInterval, cancellationToken);
            }
        }

        return there;
    }

    async Task<bool> IsThereAsync(SourcePeriod subject, PipelineDefinition reader, CancellationToken cancellationToken)
    {
        if (reader.Sources.FirstOrDefault(source => source.Id == subject.Source) is not { } source || await intake.TakeAsync(reader, source, subject.Period, cancellationToken) is Missing)
        {
            return false;
        }

        await looks.WakeReadersAsync(source, subject.Period, cancellationToken);
        return true;
    }
}
