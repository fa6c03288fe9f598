using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Backfills;
using FluentValidation;

namespace EventedPipelines.Api.Production.Backfills;

/// <summary>Asks for runs of all intervals that touch the days from..to, of one pipeline or of all of an area.</summary>
public sealed record StartBackfill(DateOnly? From, DateOnly? To, Reprocess? Reprocess, string? Pipeline = null, string? Area = null, string? Reason = null);

public sealed class StartBackfillValidator : AbstractValidator<StartBackfill>
{
    public StartBackfillValidator()
    {
        RuleFor(command => command.Pipeline)
            .Must((command, pipeline) => string.IsNullOrEmpty(pipeline) != string.IsNullOrEmpty(command.Area)).WithMessage("Name a pipeline or an area, one of the two.")
            .IsId();
        RuleFor(command => command.From).NotNull().When(NamesDays).WithMessage("Name the first day (2026-11-01).");
        RuleFor(command => command.To).NotNull().When(NamesDays, ApplyConditionTo.CurrentValidator).WithMessage("Name the last day (2026-11-30).")
            .GreaterThanOrEqualTo(command => command.From).When(command => command.From is not null && command.To is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("'to' is before 'from'.");
        RuleFor(command => command.From!.Value).IsInCalendar().When(command => command.From is not null).OverridePropertyName(nameof(StartBackfill.From));
        RuleFor(command => command.To!.Value).IsInCalendar().When(command => command.To is not null).OverridePropertyName(nameof(StartBackfill.To));
        RuleFor(command => command.Reprocess).NotNull().WithMessage("Say which intervals to run: missing, failed, stale or all.");
        RuleFor(command => command.Reason).IsReason();
    }

    // What is stale is known without them.
    static bool NamesDays(StartBackfill command) => command.Reprocess is not Reprocess.Stale;
}
