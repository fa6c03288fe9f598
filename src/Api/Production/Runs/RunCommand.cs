using EventedPipelines.Api.Kernel.Http;
using FluentValidation;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>A person's word on a run, with the reason that goes into its history.</summary>
public sealed record RunCommand(string? Reason = null);

public sealed class RunCommandValidator : AbstractValidator<RunCommand>
{
    public RunCommandValidator() => RuleFor(command => command.Reason).IsReason();
}
