using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>The keys that kinds of source have alike.</summary>
static class OriginKeys
{
    /// <summary>In `nothing_yet`.</summary>
    public const string Empty = "empty";

    const string DurationPattern = "^P(?:[0-9]{1,5}D)?(?:T(?:[0-9]{1,5}H)?(?:[0-9]{1,5}M)?(?:[0-9]{1,5}S)?)?$";

    public static string DurationSchema(string what) => $$"""{ "description": "{{what}}", "type": "string", "pattern": "{{DurationPattern}}" }""";

    public static string CountSchema(string what, int least = 1, int most = int.MaxValue) => $$"""{ "description": "{{what}}", "type": "integer", "minimum": {{least}}, "maximum": {{most}} }""";

    public static TimeSpan? Duration(YamlValue? value)
    {
        if (value?.Duration() is not { } duration)
        {
            return null;
        }

        if (duration <= TimeSpan.Zero || duration > TimeSpan.FromDays(1))
        {
            value.Problem($"`{value.Name}` is no time that can be waited for.", "It must be from PT1S to P1D.");
        }

        return duration;
    }

    public static int? Count(YamlValue? value, int most)
    {
        var count = value?.Count();
        if (count > most)
        {
            value!.Problem($"`{value.Name}` is {count}.", $"It must be at most {most}.");
        }

        return count;
    }
}
