using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`retries` of the policies.</summary>
static class RetriesReader
{
    public static RetryPolicies Read(YamlValue? value)
    {
        var unlessGiven = RetryPolicies.Default;
        if (value?.Block("`retries`") is not { } retries)
        {
            return unlessGiven;
        }

        var transform = retries.Find("transform")?.Block("`transform`");
        var reingest = retries.Find("reingest")?.Block("`reingest`");
        retries.Close();
        return new(transform is null ? unlessGiven.Transform : Transform(transform), reingest is null ? unlessGiven.Reingest : Reingest(reingest));
    }

    static RetryPolicy Transform(YamlBlock block)
    {
        var delays = Delays(block);
        var share = block.Find("jitter");
        var jitter = share?.Amount();
        block.Close();
        if (jitter >= 1)
        {
            share!.Problem($"A jitter of {jitter} could make a delay negative.", "Use a number from 0 to below 1: 0.2 moves a delay by up to a fifth either way.");
        }

        return new(delays ?? RetryPolicy.Default.Delays, (double?)jitter ?? RetryPolicy.Default.Jitter);
    }

    static ReingestPolicy Reingest(YamlBlock block)
    {
        var delays = Delays(block);
        block.Close();
        return delays is null ? ReingestPolicy.Default : new(delays);
    }

    static List<TimeSpan>? Delays(YamlBlock block) => block.Find("delays")?.Items().Select(item => item.Duration()).OfType<TimeSpan>().ToList();
}
