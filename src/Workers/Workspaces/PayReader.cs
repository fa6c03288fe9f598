using System.Globalization;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Calendars;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`pay` of the team, and the `hourly_rate` of its engineers: what holiday duty is worth (domain.md 6.4).</summary>
static class PayReader
{
    /// <param name="value">The block, where there is one.</param>
    /// <param name="rates">The engineers' own, by their ids.</param>
    /// <param name="calendar">Null where its holidays are not known.</param>
    /// <param name="currency">The workspace's.</param>
    public static PayPolicy? Read(YamlValue? value, IReadOnlyDictionary<string, YamlValue> rates, CalendarPlan? calendar, string currency)
    {
        var own = rates.ToDictionary(rate => rate.Key, rate => Rate(rate.Value));
        if (value is null)
        {
            foreach (var (id, rate) in rates)
            {
                rate.Problem($"'{id}' has an hourly rate, and there is no `pay`.", "Add `pay: { hourly_rate: ... }`, or remove the rate.");
            }
        }

        if (value?.Block("`pay`") is not { } block)
        {
            return null;
        }

        var paidIn = Settings.CurrencyOf(block.Find("currency"), currency);
        var hourly = Rate(block.Require("hourly_rate"));
        var multiplier = block.Find("multiplier") is { } given ? Multiplier(given) : PayPolicy.DefaultMultiplier;
        var holidays = block.Find("holidays") is { } named ? Holidays(named, calendar) : [];
        block.Close();
        return hourly is null || multiplier is null
            ? null
            : new(paidIn, hourly.Value, multiplier.Value, holidays, own.Where(rate => rate.Value is not null).ToDictionary(rate => rate.Key, rate => rate.Value!.Value));
    }

    static Dictionary<string, decimal> Holidays(YamlValue named, CalendarPlan? calendar)
    {
        var multipliers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        string[]? known = calendar is null ? null : [.. calendar.Holidays.Select(holiday => holiday.Key).Distinct().Order(StringComparer.Ordinal)];
        foreach (var (key, place, given) in named.Block("`holidays`")?.Entries ?? [])
        {
            if (known?.Contains(key) is false)
            {
                named.ProblemAt(
                    place, $"There is no holiday '{key}'.",
                    known.Length > 0 ? Spelling.Advice(key, known) : "Name a file that has it: `calendar: { holidays: holidays.ics }`.");
            }

            if (Multiplier(given) is { } multiplier)
            {
                multipliers[key] = multiplier;
            }
        }

        return multipliers;
    }

    static decimal? Rate(YamlValue? value)
    {
        var rate = Number(value);
        if (rate is <= 0 or > PayPolicy.HighestRate)
        {
            value!.Problem($"An hourly rate of {Text(rate.Value)} pays nobody.", $"Use one above 0, and at most {Text(PayPolicy.HighestRate)}.");
        }

        return rate;
    }

    static decimal? Multiplier(YamlValue value)
    {
        var multiplier = Number(value);
        if (multiplier is < 1 or > PayPolicy.HighestMultiplier)
        {
            value.Problem($"A multiplier of {Text(multiplier.Value)} is none.", $"Use one from 1, which pays nothing extra, to {Text(PayPolicy.HighestMultiplier)}.");
        }

        return multiplier;
    }

    static decimal? Number(YamlValue? value)
    {
        var number = value?.Amount();
        if (number is { } given && decimal.Round(given, PayPolicy.Places) != given)
        {
            value!.Problem($"`{value.Name}` is {Text(given)}.", $"Use at most {PayPolicy.Places} decimal places.");
        }

        return number;
    }

    static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
