using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`escalation` of the policies.</summary>
static class EscalationReader
{
    // A rehearsal lives in seconds; without a pause pages would never end.
    static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    public static EscalationPolicy Read(YamlValue? value)
    {
        var unlessGiven = EscalationPolicy.Default;
        if (value?.Block("`escalation`") is not { } block)
        {
            return unlessGiven;
        }

        var policy = new EscalationPolicy(
            Pause(block.Find("repeat_every"), "PT15M") ?? unlessGiven.RepeatEvery,
            block.Find("repeats")?.CountOrNone() ?? unlessGiven.Repeats,
            block.Find("secondary_after")?.Duration() ?? unlessGiven.SecondaryAfter,
            Pause(block.Find("again_every"), "PT4H") ?? unlessGiven.AgainEvery,
            block.Find("reopen_within")?.Duration() ?? unlessGiven.ReopenWithin,
            Hold(block.Find("longest_hold")) ?? unlessGiven.LongestHold);
        block.Close();
        return policy;
    }

    static TimeSpan? Pause(YamlValue? value, string unlessGiven)
    {
        var pause = value?.Duration();
        if (pause < ShortestPause)
        {
            value!.Problem("Nobody can answer a page before the next one comes.", $"Use at least PT1S; the default is {unlessGiven}.");
        }

        return pause;
    }

    // Longer is no policy's to give (domain.md 3.2).
    static TimeSpan? Hold(YamlValue? value)
    {
        var hold = value?.Duration();
        if (hold > EscalationPolicy.Default.LongestHold)
        {
            value!.Problem("A hold lasts at most 24 hours.", "Use at most P1D, the default; a person may hold again.");
        }

        return hold;
    }
}
