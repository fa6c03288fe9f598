using System.Text.RegularExpressions;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources.Kinds;

/// <summary>
/// What an origin asks for before it gives anything, from an environment variable of this process whose name begins with `EVENTED_SECRET_`: a workspace
/// can name no other, such as the store's own connection string.
/// </summary>
static partial class OriginSecret
{
    const string Remedy = "Name the variable that holds it, such as EVENTED_SECRET_SHOP; the secret itself is never in the workspace.";

    /// <summary>Of a key.</summary>
    /// <param name="what">What the variable holds.</param>
    public static string Schema(string what) =>
        $$"""{ "description": "The environment variable that holds {{what}}; its name begins with EVENTED_SECRET_.", "type": "string", "pattern": "^EVENTED_SECRET_[A-Z0-9_]{1,80}$" }""";

    public static string? Variable(YamlValue? value)
    {
        var text = value?.Text();
        if (text is not null && !Name.IsMatch(text))
        {
            value!.Problem($"`{value.Name}` is no name of an environment variable that begins with EVENTED_SECRET_.", Remedy);
        }

        return text;
    }

    /// <exception cref="Domain.Production.Runs.StepFailedException">It is not set, or holds more than one line.</exception>
    public static string Of(string variable, string place)
    {
        var secret = Name.IsMatch(variable) ? Environment.GetEnvironmentVariable(variable)?.TrimEnd('\r', '\n') : null;
        return secret switch
        {
            null or "" => throw Failure.Permanent(place, $"The environment variable {variable} is not set.", "Set it for the process that fetches, and start that again."),
            _ when secret.Any(char.IsControl) => throw Failure.Permanent(place, $"The environment variable {variable} holds control characters.", "Set it to the secret alone, on one line."),
            _ => secret,
        };
    }

    [GeneratedRegex(@"\AEVENTED_SECRET_[A-Z0-9_]{1,80}\z")]
    static partial Regex Name { get; }
}
