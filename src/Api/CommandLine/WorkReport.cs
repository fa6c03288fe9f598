using System.Globalization;
using EventedPipelines.Api.Http;
using EventedPipelines.Api.Work;
using Spectre.Console;

namespace EventedPipelines.Api.CommandLine;

/// <summary>Pending work, for a person.</summary>
public static class WorkReport
{
    public static void Write(IAnsiConsole console, Page<WorkView> page)
    {
        if (page.Items.Count == 0)
        {
            console.WriteLine("Nothing.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn("what").AddColumn("of").AddColumn("due").AddColumn("state").AddColumn("last error");
        foreach (var work in page.Items)
        {
            table.AddRow(
                work.Id.ToString(CultureInfo.InvariantCulture), Markup.Escape($"{work.Kind} {work.Key}".TrimEnd()), Markup.Escape(Words.NameOf(work.Subject)), Words.Instant(work.ReadyAt),
                JsonShape.Word(work.State), Markup.Escape(work.Error ?? ""));
        }

        console.Write(table);
        if (page.Next is not null)
        {
            console.WriteLine($"The first {page.Items.Count}; the API has them all.");
        }
    }
}
