using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Deliveries;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>A delivery is to be fetched again, with the reason that goes into its history.</summary>
public sealed record RefetchCommand(string? Reason = null);

public sealed class RefetchCommandValidator : AbstractValidator<RefetchCommand>
{
    public RefetchCommandValidator() => RuleFor(command => command.Reason).IsReason();
}

public static class RefetchEndpoint
{
    [WolverinePost("/api/v1/sources/{id}/deliveries/{period}/refetch")]
    [Tags("Sources"), EndpointSummary("Fetches a delivery from its origin again, at once and beside the attempts of its budget; what has changed goes to all that read it.")]
    [ProducesResponseType<DeliveryReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<DeliveryReceipt>> Post(string id, string period, RefetchCommand command, DeliveryCommands deliveries, HttpContext http, DateTimeOffset now) =>
        deliveries.DecideAsync(http, id, period, command, (_, source, known) => Task.FromResult<Func<Delivery?, Task<Decision>>>(
            delivery => Task.FromResult(RequestRefetchDecision.Decide(new(source, known, command.Reason, http.ActorName()), delivery, now))));
}
