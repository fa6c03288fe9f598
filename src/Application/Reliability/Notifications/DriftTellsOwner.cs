using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Application.Reliability.Incidents;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Schemas;
using EventedPipelines.Domain.Team.Members;
using Marten;

namespace EventedPipelines.Application.Reliability.Notifications;

/// <summary>Whoever owns a source is told once that it has changed (domain.md 7.2); where that is nobody who can be told, the owners of the areas that read it are.</summary>
public sealed class DriftTellsOwner : IReaction
{
    public bool IsTo(object @event) => @event is SchemaDrifted;

    public async Task ReactAsync(IDocumentSession session, Guid stream, IReadOnlyList<object> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = (await session.LoadAsync<SourceSchema>(stream, cancellationToken))?.Version ?? 0;
        List<SchemaDrifted> drifts = [.. events.OfType<SchemaDrifted>()];
        var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Notifications;
        var recipients = await RecipientsAsync(session, drifts, policy.Teams.Select(team => team.Name), now, cancellationToken);
        var notice = DriftWords.Notice(
            drifts, EventRef.Of(stream, before + 1 + events.Index().First(e => e.Item is SchemaDrifted).Index), isInstead: !recipients.Contains(drifts[0].Owner ?? ""));
        Decision told = [];
        told = told.Telling(recipients.SelectMany(recipient => policy.Queue(notice, recipient, now)));
        await session.AppendOthersAsync(told, cancellationToken);
    }

    static async Task<IReadOnlyList<string>> RecipientsAsync(
        IDocumentSession session, List<SchemaDrifted> drifts, IEnumerable<string> teams, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var engineers = (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, cancellationToken))?.Plan.Members.Select(member => member.Id) ?? [];
        if (drifts[0].Owner is { } owner && teams.Concat(engineers).Contains(owner))
        {
            return [owner];
        }

        var readers = drifts.SelectMany(drift => drift.Readers).ToList();
        List<string> owners = [];
        foreach (var reader in readers.Where(reader => reader.Breaks || !readers.Exists(other => other.Breaks)).DistinctBy(reader => reader.Area))
        {
            owners.AddRange(await session.PrimaryOwnersAsync(reader.Pipeline, reader.Area, now, cancellationToken));
        }

        return [.. owners.Distinct()];
    }
}
