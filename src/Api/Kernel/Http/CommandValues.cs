using FluentValidation;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>What the values of commands have in common.</summary>
public static class CommandValues
{
    const int LongestReason = 1000;
    const int LongestNote = 4000;
    const int FirstYear = 1900;
    const int LastYear = 2199;

    /// <summary>Ids are joined with '/' into the keys of streams, so that none may hold one.</summary>
    public static IRuleBuilderOptions<T, string?> IsId<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(id => id is null || !id.Contains('/', StringComparison.Ordinal)).WithMessage("An id holds no '/'.");

    public static IRuleBuilderOptions<T, string?> IsReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(LongestReason).WithMessage($"A reason has at most {LongestReason} characters.");

    public static IRuleBuilderOptions<T, string?> IsNote<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(LongestNote).WithMessage($"A note has at most {LongestNote} characters.");

    /// <summary>Far from the ends of what a date can be, where there is no day after.</summary>
    public static IRuleBuilderOptions<T, DateOnly> IsInCalendar<T>(this IRuleBuilder<T, DateOnly> rule) =>
        rule.Must(day => day.Year is >= FirstYear and <= LastYear).WithMessage($"A day of the years {FirstYear} to {LastYear}.");
}
