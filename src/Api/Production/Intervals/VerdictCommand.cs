using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Runs;
using FluentValidation;

namespace EventedPipelines.Api.Production.Intervals;

/// <summary>A verdict over rows that a check has set apart: over those named by hash and occurrence, or over all of them.</summary>
public sealed record VerdictCommand(string? Check, IReadOnlyList<RowKey>? Rows, Verdict? Verdict, string? Reason);

public sealed class VerdictCommandValidator : AbstractValidator<VerdictCommand>
{
    public VerdictCommandValidator()
    {
        RuleFor(command => command.Check).NotEmpty().WithMessage("Name the check that has set the rows apart.");
        RuleFor(command => command.Verdict).NotNull().WithMessage("Say readmit or discard.");
        RuleFor(command => command.Reason).NotEmpty().WithMessage("Say why: it goes into the interval's history.").IsReason();
        RuleFor(command => command.Rows).Must(rows => rows is null or { Count: > 0 and <= JudgeQuarantineDecision.MostRows })
            .WithMessage($"Name 1 to {JudgeQuarantineDecision.MostRows} rows, or leave rows out for all that the check has set apart.");
        RuleForEach(command => command.Rows).Must(row => row is { RowHash.Length: 64, Occurrence: > 0 } && row.RowHash.All(char.IsAsciiHexDigitLower))
            .WithMessage("A row is its rowHash, 64 hexadecimal digits, and its occurrence, counted from 1.");
    }
}
