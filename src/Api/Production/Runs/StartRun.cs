using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel;
using FluentValidation;

namespace EventedPipelines.Api.Production.Runs;

/// <summary>Asks for a run of one interval. An interval that has a run keeps it; <paramref name="Rerun"/> opens the next generation.</summary>
public sealed record StartRun(string? Pipeline, DataInterval? Interval, bool? Rerun = null, string? Reason = null);

public sealed class StartRunValidator : AbstractValidator<StartRun>
{
    public StartRunValidator()
    {
        RuleFor(command => command.Pipeline).NotEmpty().WithMessage("Name the pipeline.").IsId();
        RuleFor(command => command.Interval).NotNull().WithMessage("Name the interval: a day (2026-11-22) or a month (2026-11).");
        RuleFor(command => command.Interval!.Value.First).IsInCalendar().When(command => command.Interval is not null).OverridePropertyName(nameof(StartRun.Interval));
        RuleFor(command => command.Reason).IsReason();
    }
}
