using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Incidents;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Incidents, for a person.</summary>
public static class IncidentReport
{
    public static void Write(IAnsiConsole console, Page<IncidentView> page)
    {
        if (page.Items.Count == 0)
        {
            console.WriteLine("No incidents.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("interval").AddColumn("status").AddColumn("since").AddColumn("cause").AddColumn("next");
        foreach (var incident in page.Items)
        {
            table.AddRow(
                $"{incident.Id}", Markup.Escape($"{incident.Subject}"), StatusOf(incident), Words.Instant(incident.OpenedAt),
                Markup.Escape(incident.Causes[^1].Message), incident.Pending is [var next, ..] ? Words.Instant(next.At) : "");
        }

        console.Write(table);
        if (page.Next is not null)
        {
            console.WriteLine($"The newest {page.Items.Count}; the API has them all.");
        }
    }

    public static void Write(IAnsiConsole console, IncidentView incident)
    {
        console.MarkupLineInterpolated($"{incident.Subject}: [{ColorOf(incident.Status)}]{JsonShape.Word(incident.Status)}[/]");
        foreach (var line in Lines(incident))
        {
            console.WriteLine($"  {line}");
        }
    }

    static IEnumerable<string> Lines(IncidentView incident)
    {
        yield return $"{incident.Id}, open since {Words.Instant(incident.OpenedAt)}{(incident.Occurrence > 1 ? $", time {incident.Occurrence}" : "")}";
        foreach (var cause in incident.Causes)
        {
            yield return $"cause: {cause.Message}";
        }

        if (incident.Subject.Source is not null)
        {
            yield return $"holds up: {string.Join(", ", incident.Affected.Select(affected => $"{affected.Pipeline} {affected.Interval}"))}";
        }

        foreach (var page in incident.Pages)
        {
            yield return page.State is PageState.Skipped
                ? $"{Words.Instant(page.At)} passed over {page.Name}: {page.Via}"
                : $"{Words.Instant(page.At)} paged {page.Name} by {page.Channel}, {page.Via}: {JsonShape.Word(page.State)}{(page.Error is { } error ? $", {error}" : "")}";
        }

        foreach (var step in incident.Steps.Where(step => step.WhyEmpty is not null))
        {
            yield return $"{Words.Instant(step.At)} paged nobody: {step.WhyEmpty}";
        }

        foreach (var note in incident.Notes)
        {
            yield return $"{Words.Instant(note.At)} {note.By}: {note.Text}";
        }

        foreach (var line in Standing(incident))
        {
            yield return line;
        }

        foreach (var next in incident.Pending)
        {
            yield return $"next, {Words.Instant(next.At)}: {next.What}";
        }
    }

    static IEnumerable<string> Standing(IncidentView incident)
    {
        if (incident is { AcknowledgedBy: { } by, AcknowledgedAt: { } at })
        {
            yield return $"acknowledged by {by} at {Words.Instant(at)}";
        }

        if (incident.Hold is { IsOver: false } hold)
        {
            yield return $"held by {hold.By} until {Words.Instant(hold.Until)}: {hold.Reason}";
        }

        if (incident.AssignedTo is { } assigned)
        {
            yield return $"assigned to {assigned}";
        }

        if (incident is { Resolution: { } resolution, ResolvedAt: { } resolvedAt })
        {
            yield return $"resolved by {resolution.By} at {Words.Instant(resolvedAt)}: {resolution.Cause}{(resolution.Note is { } note ? $". {note}" : "")}";
        }
    }

    static string StatusOf(IncidentView incident) => $"[{ColorOf(incident.Status)}]{JsonShape.Word(incident.Status)}[/]";

    static string ColorOf(IncidentStatus status) => status switch
    {
        IncidentStatus.Open => "red",
        IncidentStatus.Resolved => "green",
        _ => "yellow",
    };
}
