using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Incidents;

/// <summary>An incident is to escalate by the workspace's policy as it is now.</summary>
public sealed record ChangePolicyCommand(string? Reason);

public sealed class ChangePolicyCommandValidator : AbstractValidator<ChangePolicyCommand>
{
    public ChangePolicyCommandValidator() => RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the incident's history.").IsReason();
}

public static class ChangePolicyEndpoint
{
    public static async Task<DefinedPolicies> LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.PoliciesAsync(cancellationToken);
    }

    [WolverinePost("/api/v1/incidents/{id:guid}/policy")]
    [Tags("Incidents"), EndpointSummary("Lets an incident escalate by the workspace's present policy instead of the one that it opened under.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Decision Post(ChangePolicyCommand command, DefinedPolicies policies, [AsSeen] Incident incident, HttpContext http, DateTimeOffset now) =>
        ChangePolicyDecision.Decide(new(policies, command.Reason!, http.ActorName()), incident, now);
}
