using System.Globalization;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Projections.Kernel.Store;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Status;

public sealed record HealthView(string Status);

/// <summary>What is ready, with how far its read models are.</summary>
public sealed record ReadyView(string Status, IReadOnlyList<ReadModelView> ReadModels);

public static class HealthEndpoint
{
    static readonly HealthView Ok = new("ok");

    [WolverineGet("/health/live")]
    [Tags("Health"), EndpointSummary("Whether the process is up.")]
    public static Reply<HealthView> Live() => Ok;

    [WolverineGet("/health/ready")]
    [Tags("Health"), EndpointSummary("Whether the database answers and has its schema, and no read model stands still behind the events.")]
    public static async Task<Reply<ReadyView>> Ready(NpgsqlDataSource database, ReadModelWatch models, CancellationToken cancellationToken)
    {
        if (!await StoreDatabase.HasSchemaAsync(database, cancellationToken))
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "Not ready", "The database has no schema, or one of an earlier version.",
                "Run the schema step: ./run does it, 'workers schema' does it alone.");
        }

        return models.Standings.Where(standing => standing.StandsStill).MaxBy(standing => standing.Behind) is { } worst
            ? Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "Not ready",
                string.Create(CultureInfo.InvariantCulture, $"The read model {worst.Name} stands still, {worst.Unread} events and {worst.Behind.TotalSeconds:0} s behind."),
                "Workers start it again by themselves: see that they run, and what their log says of it. GET /api/v1/status says how far it is.")
            : new ReadyView("ok", ReadModelView.All(models));
    }
}
