using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Production.Deliveries;
using EventedPipelines.Domain.Production.Deliveries;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Production.Sources;

/// <summary>A source has nothing for a period: nothing is missing, nothing is waited for.</summary>
public sealed record ConfirmDeliveryEmptyCommand(string? Reason);

public sealed class ConfirmDeliveryEmptyCommandValidator : AbstractValidator<ConfirmDeliveryEmptyCommand>
{
    public ConfirmDeliveryEmptyCommandValidator() =>
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the delivery's history.").IsReason();
}

public static class ConfirmDeliveryEmptyEndpoint
{
    [WolverinePost("/api/v1/sources/{id}/deliveries/{period}/confirm-empty")]
    [Tags("Sources"), EndpointSummary("Says that a source has nothing for a period: all that read it go on without, and nobody is paged for it.")]
    [ProducesResponseType<DeliveryReceipt>(StatusCodes.Status202Accepted), Refuses(404, 409, 412, 422)]
    public static Task<Reply<DeliveryReceipt>> Post(string id, string period, ConfirmDeliveryEmptyCommand command, DeliveryCommands deliveries, HttpContext http, DateTimeOffset now) =>
        deliveries.DecideAsync(http, id, period, command, async (session, source, known) =>
        {
            var confirm = new ConfirmDeliveryEmpty(source, known, command.Reason!, http.ActorName());
            var readers = await session.LockReadersAsync(source.Reading(known).Where(reading => source.IsAllOf(reading.Interval, known)), http.RequestAborted);
            return async delivery =>
            {
                var decision = ConfirmDeliveryEmptyDecision.Decide(confirm, delivery, now);
                if (decision.Count > 0)
                {
                    await session.ConfirmEmptyAsync(readers, confirm, now, http.RequestAborted);
                }

                return decision;
            };
        });
}
