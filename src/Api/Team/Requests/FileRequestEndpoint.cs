using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Team.OnCall;
using EventedPipelines.Application.Team.Requests;
using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Requests;
using FluentValidation;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine.Http;

namespace EventedPipelines.Api.Team.Requests;

/// <summary>Something is asked for ad hoc. <paramref name="Points"/> is the estimate, in story points.</summary>
public sealed record FileRequestCommand(string? Requester, string? Area, string? Title, string? Description, decimal? Points);

public sealed class FileRequestCommandValidator : AbstractValidator<FileRequestCommand>
{
    const int LongestName = 100;
    const int LongestTitle = 200;
    const decimal MostPoints = 1000;

    public FileRequestCommandValidator()
    {
        RuleFor(command => command.Requester).NotEmpty().WithMessage("Say who asks.").MaximumLength(LongestName);
        RuleFor(command => command.Area).NotEmpty().WithMessage("Name the area that it is about.").IsId();
        RuleFor(command => command.Title).NotEmpty().WithMessage("Say in a line what is wanted.").MaximumLength(LongestTitle);
        RuleFor(command => command.Description).IsNote();
        RuleFor(command => command.Points).NotNull().WithMessage("Give an estimate in story points.").InclusiveBetween(0.01m, MostPoints).PrecisionScale(19, 4, ignoreTrailingZeros: true);
    }
}

public static class FileRequestEndpoint
{
    [WolverinePost("/api/v1/requests")]
    [Tags("Requests"), EndpointSummary("Asks for something ad hoc. It is accepted where its estimate fits in what is left of the sprint's budget; else it becomes a ticket, with the reason.")]
    [ProducesResponseType<RequestView>(StatusCodes.Status201Created), Refuses(404, 409, 422)]
    public static Task<Reply<RequestView>> Post(
        FileRequestCommand command, IdempotentCommands commands, ApiSettings settings, HttpContext http, DateTimeOffset now, CancellationToken cancellationToken) =>
        commands.DoAsync<RequestView>(http, command, async session =>
        {
            var id = IdOf(http.Request);
            if (await session.LoadAsync<Request>(id, cancellationToken) is { } known)
            {
                return Answer(known);
            }

            if (!await session.Query<Pipeline>().AnyAsync(pipeline => pipeline.Definition.Area == command.Area, cancellationToken))
            {
                return Problems.NotFound($"area '{command.Area}'", "GET /api/v1/areas lists them.");
            }

            var file = new FileRequest(id, command.Requester!, command.Area!, command.Title!, command.Description, command.Points!.Value, settings.Simulated, http.ActorName());
            return await session.FileRequestAsync(file, now, cancellationToken) is { } request ? Answer(request) : TeamProblems.NoSprint();
        });

    static Reply<RequestView> Answer(Request request) =>
        new(StatusCodes.Status201Created, RequestView.Of(request)) { Location = RequestView.PathOf(request.Id), Version = request.Version };

    // Of the key where there is one, so that even a key whose answer is long forgotten makes no second request.
    static Guid IdOf(HttpRequest request) => request.Headers[IdempotencyKey.Header].ToString() is { Length: > 0 } key
        ? DerivedId.Of("request", Uri.EscapeDataString(key))
        : Guid.CreateVersion7();
}
