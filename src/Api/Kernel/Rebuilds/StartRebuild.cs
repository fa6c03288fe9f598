using EventedPipelines.Api.Kernel.Http;
using FluentValidation;

namespace EventedPipelines.Api.Kernel.Rebuilds;

/// <summary>Asks that these are made anew of the events while the system serves; all where none is named.</summary>
public sealed record StartRebuild(IReadOnlyList<string>? Models = null, string? Reason = null);

public sealed class StartRebuildValidator : AbstractValidator<StartRebuild>
{
    public StartRebuildValidator()
    {
        RuleForEach(command => command.Models).IsId();
        RuleFor(command => command.Reason).IsReason();
    }
}
