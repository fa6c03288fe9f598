using EventedPipelines.Api.Kernel.Http;
using FluentValidation;

namespace EventedPipelines.Api.Production.Intervals;

/// <summary>A source has nothing for the interval: nothing is missing, nothing is waited for.</summary>
public sealed record ConfirmEmptyCommand(string? Source, string? Reason);

public sealed class ConfirmEmptyCommandValidator : AbstractValidator<ConfirmEmptyCommand>
{
    public ConfirmEmptyCommandValidator()
    {
        RuleFor(command => command.Source).NotEmpty().WithMessage("Name the source.");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the interval's history.").IsReason();
    }
}
