using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>Whoever sends it has seen the incident.</summary>
public sealed record AcknowledgeCommand;

public static class AcknowledgeIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/acknowledge")]
    [Tags("Incidents"), EndpointSummary("Says that one who was paged has seen it: nobody is reminded any more.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(AcknowledgeCommand _, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        AcknowledgeIncidentDecision.Decide(new(http.ActorName()), incident, now);
}
