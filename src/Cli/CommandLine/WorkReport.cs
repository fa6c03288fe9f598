using System.Globalization;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Projections.Kernel.Work;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Pending work, for a person.</summary>
public static class WorkReport
{
    /// <param name="console">Where to.</param>
    /// <param name="page">The first page.</param>
    /// <param name="ofAKind">One kind was asked for; otherwise watches that go well are told as a count.</param>
    public static void Write(IAnsiConsole console, WorkPage page, bool ofAKind = false)
    {
        WorkView[] shown = [.. page.Items.Where(work => ofAKind || !IsRoutine(work, page.Counts))];
        if (shown.Length > 0)
        {
            console.Write(TableOf(shown));
        }
        else
        {
            console.WriteLine(ofAKind ? "Nothing." : "Nothing is owed.");
        }

        if (page.Next is not null && shown.Length == page.Items.Count)
        {
            console.WriteLine($"The first {shown.Length}; the API has them all.");
        }

        foreach (var watch in ofAKind ? [] : Watches(page.Counts))
        {
            console.WriteLine(watch);
        }
    }

    /// <summary>A look at a watched interval that comes back by itself.</summary>
    static bool IsRoutine(WorkView work, IReadOnlyList<WorkCount> counts) =>
        work is { Failures: 0, State: WorkState.Due or WorkState.Leased } && counts.Any(count => count.Kind == work.Kind && count.IsWatch);

    static IEnumerable<string> Watches(IReadOnlyList<WorkCount> counts) =>
        from count in counts
        where count is { IsWatch: true, State: WorkState.Due or WorkState.Leased }
        group count.Count - count.Failing by count.Kind into kind
        where kind.Sum() > 0
        select $"{Words.Count(kind.Sum(), "look")} for files to come ({kind.Key}); --kind {kind.Key} lists them.";

    static Table TableOf(IEnumerable<WorkView> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("what").AddColumn("of").AddColumn("due").AddColumn("state").AddColumn("last error");
        foreach (var work in rows)
        {
            table.AddRow(
                work.Id.ToString(CultureInfo.InvariantCulture), Markup.Escape($"{work.Kind} {work.Key}".TrimEnd()), Markup.Escape(Words.NameOf(work.Subject)), Words.Instant(work.ReadyAt),
                Words.Of(work.State), Markup.Escape(work.Error ?? ""));
        }

        return table;
    }
}
