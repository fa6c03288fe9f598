using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Reliability.Sla;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Sla;

public static class SlaEndpoint
{
    [WolverineGet("/api/v1/sla")]
    [Tags("SLA"), EndpointSummary(
        "What the areas promised for the intervals of a range of days, what came of it, and what is left of the misses allowed. Without a range, the month of the day that closed last, with what is under way or was missed in it of earlier ones.")]
    public static async Task<Reply<SlaView>> Get(
        string? area, DateOnly? from, DateOnly? to, IDocumentStore store, NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancellationToken)
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
        var found = await PromiseSearch.FindAsync(database, store.Options.Serializer(), area, (range.Months.From, range.Months.To), withOpen: from is null && to is null, cancellationToken);
        var ofMonths = found.Where(promise => range.Months.Touches(promise.Interval)).ToList();
        var policy = (await session.PoliciesAsync(cancellationToken)).Policies.Sla;
        var scheduled = (await session.ScheduledAsync(cancellationToken)).Where(pipeline => area is null || pipeline.Definition.Area == area).ToList();
        var toCome = DataInterval.Between(Grain.Month, range.From, range.To)
            .SelectMany(month => SlaCalendar.ToCome(scheduled, [.. ofMonths.Where(promise => DataInterval.Month(promise.Interval.First) == month)], policy, month, now));
        var (summary, areas) = SlaReport.Of(range, ofMonths, toCome, id => policy.Of(id)?.Target ?? SlaTarget.DefaultTarget);
        var items = found.Where(promise => !range.Months.Touches(promise.Interval) || range.Touches(promise.Interval));
        return new SlaView(range.From, range.To, [.. items.Select(PromiseView.Of)], summary, areas);
    }
}
