using System.CommandLine;
using System.Globalization;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>An option that takes an instant: 2026-11-22T06:00Z, or 06:00 for the next time it is so late here.</summary>
static class InstantOption
{
    public static Option<DateTimeOffset?> Of(string name, string description, bool required) => new(name)
    {
        Description = $"{description}: 2026-11-22T06:00Z, or 06:00 for the next time it is so late here.",
        Required = required,
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var instant))
            {
                return instant <= DateTimeOffset.Now && TimeOnly.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out _) ? instant.AddDays(1) : instant;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no instant such as 2026-11-22T06:00Z.");
            return null;
        },
    };
}
