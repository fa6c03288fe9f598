using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Areas;
using EventedPipelines.Api.Reliability.Incidents;
using EventedPipelines.Api.Reliability.Sla;
using EventedPipelines.Api.Reliability.Status;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Production.Runs;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Where everything stands, for a person.</summary>
public static class StatusReport
{
    static readonly string[] Scheduling = [WorkKind.ScheduleTick.Name, WorkKind.Backfill.Name];

    public static void Write(
        IAnsiConsole console, IReadOnlyList<AreaView> areas, IReadOnlyList<WorkView> work, IReadOnlyList<WorkView> dead, IReadOnlyList<IncidentView> incidents,
        IReadOnlyList<PromiseView> deliveries, StatusView status)
    {
        foreach (var model in status.ReadModels.Where(model => model.State is not ReadModelState.Current))
        {
            console.WriteLine($"{model.Name} {(model.State is ReadModelState.Still ? "stands still" : "lags")}: {Words.Count(model.Unread, "event")} behind for {Words.Duration(model.Behind)}, as of {Words.Instant(model.AsOf ?? default)}.");
        }

        if (areas.Count == 0)
        {
            console.WriteLine("No pipeline is defined yet.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("area").AddColumn("pipeline").AddColumn("latest interval").AddColumn("standing").AddColumn("since");
        foreach (var area in areas)
        {
            foreach (var pipeline in area.Pipelines)
            {
                table.AddRow(Markup.Escape(area.Id), Markup.Escape(pipeline.Id), pipeline.Latest?.Interval.ToString() ?? "none", StandingOf(pipeline.Latest), SinceOf(pipeline.Latest));
            }
        }

        console.Write(table);
        List(console, "open incidents", incidents,
            incident => $"{incident.Subject}, {JsonShape.Word(incident.Status)} since {Words.Instant(incident.OpenedAt)}: {incident.Causes[^1].Message}");
        List(
            console, "SLAs at risk or missed this month", deliveries.Where(IsTrouble),
            delivery => $"{delivery.Area} {delivery.Interval}{(delivery.Source is { } source ? $" with {source}" : "")}: {Words.Of(delivery.State)}, due {Words.Instant(delivery.Deadline)}{(delivery.Correction is null ? "" : ", corrected")}");
        List(console, "pipelines with stale numbers", status.Stale, stale => $"{stale.Pipeline}: {Words.Count(stale.Intervals, "interval")} from {stale.From} to {stale.To}; {stale.Command}");
        if (status.Redelivered.Count > 0)
        {
            List(console, "deliveries for intervals that are no longer watched", status.Redelivered, seen => $"{seen.Pipeline} {seen.Interval}: {seen.Change}. Take it in: {seen.Command}");
        }

        List(console, "running", work.Where(item => item.State is WorkState.Leased && !Scheduling.Contains(item.Kind)), item => item.Kind);
        List(console, "waiting for files", work.Where(item => item.Kind == WorkKind.SourceWatch.Name), item => item.Key);
        List(console, "to be tried again", work.Where(item => item is { State: WorkState.Due, Failures: > 0 }), item => $"{item.Kind} at {Words.Time(item.ReadyAt)}: {item.Error}");
        List(console, "dead", dead, item => $"{item.Kind}: {item.Error}");
    }

    static void List(IAnsiConsole console, string title, IEnumerable<WorkView> items, Func<WorkView, string> what) =>
        List<WorkView>(console, title, items, item => $"{Words.NameOf(item.Subject)}: {what(item)}");

    static void List<T>(IAnsiConsole console, string title, IEnumerable<T> items, Func<T, string> line)
    {
        T[] all = [.. items];
        console.WriteLine($"{all.Length} {title}");
        foreach (var item in all.Take(10))
        {
            console.WriteLine($"  {line(item)}");
        }

        if (all.Length > 10)
        {
            console.WriteLine($"  and {all.Length - 10} more");
        }
    }

    static bool IsTrouble(PromiseView delivery) => delivery.State is PromiseState.AtRisk or PromiseState.Missed or PromiseState.Partial;

    static string StandingOf(IntervalStanding? latest) => latest switch
    {
        null => "",
        { Outcome: { } outcome } => $"[{Words.ColorOf(outcome)}]{Words.Of(outcome)}[/]",
        _ => $"[{Words.ColorOf(null)}]{JsonShape.Word(latest.Stage)}[/]",
    };

    static string SinceOf(IntervalStanding? latest) => latest is null ? "" : $"{latest.FinishedAt ?? latest.StartedAt:yyyy-MM-dd HH:mm} UTC";
}
