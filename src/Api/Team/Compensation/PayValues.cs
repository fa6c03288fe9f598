using EventedPipelines.Domain.Catalog.Policies;
using FluentValidation;

namespace EventedPipelines.Api.Team.Compensation;

/// <summary>The numbers of pay, as team.yml takes them.</summary>
static class PayValues
{
    public static IRuleBuilderOptions<T, decimal?> IsRate<T>(this IRuleBuilder<T, decimal?> rule) => rule
        .Must(rate => rate is null or (> 0 and <= PayPolicy.HighestRate)).WithMessage($"An hourly rate is above 0, and at most {PayPolicy.HighestRate}.")
        .Must(HasPlaces).WithMessage($"At most {PayPolicy.Places} decimal places.");

    public static IRuleBuilderOptions<T, decimal?> IsMultiplier<T>(this IRuleBuilder<T, decimal?> rule) => rule
        .Must(multiplier => multiplier is null or (>= 1 and <= PayPolicy.HighestMultiplier)).WithMessage($"A multiplier is from 1, which pays nothing extra, to {PayPolicy.HighestMultiplier}.")
        .Must(HasPlaces).WithMessage($"At most {PayPolicy.Places} decimal places.");

    static bool HasPlaces(decimal? number) => number is null || decimal.Round(number.Value, PayPolicy.Places) == number;
}
