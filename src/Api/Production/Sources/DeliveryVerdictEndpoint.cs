using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Intervals;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Sources;

public static class DeliveryVerdictEndpoint
{
    [WolverinePost("/api/v1/sources/{id}/deliveries/{period}/quarantine/verdicts")]
    [Tags("Sources"), EndpointSummary(
        "Readmits rows that a source's own check has set apart, or discards them, for all that read the delivery. It holds in all its later versions; where other rows count by it, each reader opens a generation; of a reference, which all intervals read, it counts from the next run on.")]
    [ProducesResponseType<DeliveryReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422, 503)]
    public static Task<Reply<DeliveryReceipt>> Post(string id, string period, VerdictCommand command, DeliveryCommands deliveries, HttpContext http, DateTimeOffset now) =>
        deliveries.JudgeAsync(http, id, period, command, now);
}
