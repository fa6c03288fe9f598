using EventedPipelines.Api.Http;
using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Owners;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Incidents;

/// <summary><paramref name="To"/> is an engineer's id.</summary>
public sealed record AssignCommand(string? To);

public sealed class AssignCommandValidator : AbstractValidator<AssignCommand>
{
    public AssignCommandValidator() => RuleFor(command => command.To).NotEmpty().WithMessage("Name the engineer.");
}

public static class AssignIncidentEndpoint
{
    [WolverinePost("/api/v1/incidents/{id:guid}/assign")]
    [Tags("Incidents"), EndpointSummary("Gives an incident to an engineer. It changes nobody's pages.")]
    [ProducesResponseType<IncidentReceipt>(StatusCodes.Status200OK), Refuses(404, 409, 412, 422)]
    public static Task<Reply<IncidentReceipt>> Post(Guid id, AssignCommand command, IncidentCommands incidents, HttpContext http, DateTimeOffset now) =>
        incidents.DecideAsync(http, id, command, async (incident, session) => AssignIncidentDecision.Decide(
            new(command.To!, http.ActorName()), incident, await EngineersAsync(session, DateOnly.FromDateTime(now.UtcDateTime), http.RequestAborted), now));

    // The team's engineers as far as events know them: the owners of today and of days to come.
    static async Task<IReadOnlyCollection<string>> EngineersAsync(IQuerySession session, DateOnly today, CancellationToken token)
    {
        var ownerships = await session.Query<Ownership>().ToListAsync(token);
        return [.. ownerships
            .SelectMany(ownership => ownership.Periods.Where(period => period.From > today || period == ownership.At(today)))
            .SelectMany(period => period.Primary.Concat(period.Secondary))
            .Select(owner => owner.Id)
            .Distinct()];
    }
}
