using EventedPipelines.Api.Http;
using EventedPipelines.Projections.Store;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Health;

public sealed record HealthView(string Status);

public static class HealthEndpoint
{
    static readonly HealthView ok = new("ok");

    [WolverineGet("/health/live")]
    [Tags("Health"), EndpointSummary("Whether the process is up.")]
    public static Reply<HealthView> Live() => ok;

    [WolverineGet("/health/ready")]
    [Tags("Health"), EndpointSummary("Whether the database answers and has its schema.")]
    public static async Task<Reply<HealthView>> Ready(NpgsqlDataSource database, CancellationToken token)
    {
        return await StoreDatabase.HasSchemaAsync(database, token)
            ? ok
            : Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "Not ready", "The database has no schema, or one of an earlier version.", "Run the schema step: ./run does it, 'workers schema' does it alone.");
    }
}
