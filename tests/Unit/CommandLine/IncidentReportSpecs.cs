using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Cli.CommandLine;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Reliability.Incidents;
using Spectre.Console;

namespace EventedPipelines.Tests.Unit.CommandLine;

public sealed class IncidentReportSpecs
{
    static readonly DateTimeOffset opened = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    static readonly IncidentView incident = new(
        Guid.Parse("11111111-2222-5333-8444-555555555555"), "daily-growth", "growth", DataInterval.Parse("2026-11-21"), null, 1, IncidentStatus.Acknowledged,
        [new(IncidentCauseKind.RetriesExhausted, "daily", "model daily: The disk is full.", null, 1, opened, "x@1")], opened, opened.AddMinutes(4), "chiyo", null, "chiyo", null, null, 1,
        [
            new(opened, "chiyo", "Chiyo Tanabe", PageRole.Primary, "mail", PageState.Sent, "primary owner of growth", EscalationStep.Primary, 0, EscalationClock.Opened, null),
            new(opened, "davit", "Davit Petrosyan", PageRole.Primary, "none", PageState.Skipped, "has the day off", EscalationStep.Primary, 0, EscalationClock.Opened, null),
        ],
        [], [new(opened.AddHours(4), "The secondary owners of growth are paged, unless it is resolved.")], [new NoteDetails(opened.AddMinutes(9), "chiyo", "Looking [at] it.")], false, 5)
    {
        Subject = new(null, null, "daily-growth", DataInterval.Parse("2026-11-21")),
        Affected = [new("daily-growth", "growth", DataInterval.Parse("2026-11-21"), null)],
    };

    [Fact]
    public void the_report_of_an_incident_tells_who_was_paged_and_what_happens_next() => TextOf(console => IncidentReport.Write(console, incident)).ShouldBe("""
        daily-growth 2026-11-21: acknowledged
          11111111-2222-5333-8444-555555555555, open since 2026-11-22 03:00 UTC
          cause: model daily: The disk is full.
          2026-11-22 03:00 UTC paged Chiyo Tanabe by mail, primary owner of growth: sent
          2026-11-22 03:00 UTC passed over Davit Petrosyan: has the day off
          2026-11-22 03:09 UTC chiyo: Looking [at] it.
          acknowledged by chiyo at 2026-11-22 03:04 UTC
          assigned to chiyo
          next, 2026-11-22 07:00 UTC: The secondary owners of growth are paged, unless it is resolved.
        """);

    [Fact]
    public void a_list_of_incidents_has_a_line_for_each()
    {
        var text = TextOf(console => IncidentReport.Write(console, new Page<IncidentView>([incident], "more")));

        text.ShouldContain("11111111-2222-5333-8444-555555555555   daily-growth 2026-11-21   acknowledged   2026-11-22 03:00 UTC");
        text.ShouldContain("The newest 1; the API has them all.");
        TextOf(console => IncidentReport.Write(console, new Page<IncidentView>([], null))).ShouldBe("No incidents.");
    }

    static string TextOf(Action<IAnsiConsole> write)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 220;
        write(console);
        return writer.ToString().ReplaceLineEndings("\n").TrimEnd();
    }
}
