using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Sla;
using EventedPipelines.Projections.Policies;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Sla;

public static class SlaEndpoint
{
    [WolverineGet("/api/v1/sla")]
    [Tags("SLA"), EndpointSummary("What the areas promised for the intervals of a range of days, what came of it, and what is left of the misses allowed. Without a range, this month.")]
    public static async Task<Reply<SlaView>> Get(
        string? area, DateOnly? from, DateOnly? to, IDocumentStore store, NpgsqlDataSource database, DateTimeOffset now, CancellationToken token)
    {
        var range = SlaRange.Of(from, to, DateOnly.FromDateTime(now.UtcDateTime));
        if (range.IsBackwards)
        {
            return Problems.Invalid("to", "'to' is before 'from'.");
        }

        if (range.IsTooLong)
        {
            return Problems.Invalid("from", $"At most {SlaRange.MostDays} days at a time. Ask year by year.");
        }

        await using var session = store.QuerySession();
        var deliveries = await DeliverySearch.FindAsync(database, store.Options.Serializer(), area, range.From, range.To, token);
        var policy = ((await session.PoliciesAsync(token))?.Policies ?? PolicySet.Default).Sla;
        var (summary, areas) = SlaReport.Of(deliveries, id => policy.Of(id)?.Target ?? SlaTarget.DefaultTarget);
        return new SlaView(range.From, range.To, [.. deliveries.Select(DeliveryView.Of)], summary, areas);
    }
}
