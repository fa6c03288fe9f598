using System.Text.RegularExpressions;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Team.Requests.Ticketing;

/// <summary>Keys that more than one kind of ticketing system has.</summary>
public static class TicketingKeys
{
    /// <summary>An address that paths are put behind, without a slash at its end.</summary>
    public static string? Base(YamlValue? value, bool isPrivate)
    {
        var text = ReceiverKeys.WebAddress(value, isPrivate);
        if (text?.AsSpan().ContainsAny('?', '#') is true)
        {
            value!.Problem($"`{value.Name}` goes on behind its path.", "Leave out what begins with '?' or '#'.");
        }

        return text?.TrimEnd('/');
    }

    /// <param name="block">The system.</param>
    /// <param name="form">What it must look like.</param>
    /// <param name="what">What it is.</param>
    /// <param name="remedy">How to write it.</param>
    public static string? Project(YamlBlock block, Regex form, string what, string remedy)
    {
        var value = block.Require("project");
        var text = value?.Text();
        if (text is not null && !form.IsMatch(text))
        {
            value!.Problem($"`project`: '{text}' is no {what}.", $"Write {remedy}.");
        }

        return text;
    }
}
