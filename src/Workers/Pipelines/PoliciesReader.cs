using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Policies;
using EventedPipelines.Domain.Runs;

namespace EventedPipelines.Workers.Pipelines;

/// <summary>`policies.yml`, and each key of it, may be left out: then the default holds.</summary>
static class PoliciesReader
{
    public const string File = "policies.yml";

    public static PolicySet Read(WorkspaceFiles files)
    {
        if (!files.Exists(File) || files.Yaml(File, "the policies", new(File, 1)) is not { } root)
        {
            return PolicySet.Default;
        }

        var retries = root.Find("retries") is { } given ? Retries(given) : RetryPolicy.Default;
        var late = root.Find("late_data") is { } value ? LateData(value) : LateDataPolicy.Default;
        root.Close();
        return new(new(retries), late);
    }

    static RetryPolicy Retries(YamlValue value)
    {
        var unlessGiven = RetryPolicy.Default;
        if (value.Block("`retries`") is not { } retries)
        {
            return unlessGiven;
        }

        var transform = retries.Find("transform")?.Block("`transform`");
        retries.Close();
        if (transform is null)
        {
            return unlessGiven;
        }

        var delays = transform.Find("delays")?.Items().Select(item => item.Duration()).OfType<TimeSpan>().ToList();
        var share = transform.Find("jitter");
        var jitter = share?.Amount();
        transform.Close();
        if (jitter >= 1)
        {
            share!.Problem($"A jitter of {jitter} could make a delay negative.", "Use a number from 0 to below 1: 0.2 moves a delay by up to a fifth either way.");
        }

        return new(delays ?? unlessGiven.Delays, (double?)jitter ?? unlessGiven.Jitter);
    }

    static LateDataPolicy LateData(YamlValue value)
    {
        var unlessGiven = LateDataPolicy.Default;
        if (value.Block("`late_data`") is not { } block)
        {
            return unlessGiven;
        }

        var watch = block.Find("watch")?.Duration();
        var often = block.Find("every");
        var every = often?.Duration();
        var reruns = block.Find("reruns")?.CountOrNone();
        block.Close();
        if (every < TimeSpan.FromSeconds(1))
        {
            often!.Problem("Looking without a pause leaves no time for anything else.", "Use at least PT1S; the default is PT1M.");
        }

        return new(watch ?? unlessGiven.Watch, every ?? unlessGiven.Every, reruns ?? unlessGiven.Reruns);
    }
}
