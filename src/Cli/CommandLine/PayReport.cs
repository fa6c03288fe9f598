using System.Globalization;
using System.Xml;
using EventedPipelines.Api.Team.Compensation;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>A ledger, for a person.</summary>
public static class PayReport
{
    public static void Write(IAnsiConsole console, CompensationView ledger)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("line").AddColumn("who").AddColumn("from").AddColumn("until").AddColumn("holiday");
        foreach (var column in new[] { "time", "rate", "times", "amount" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("");
        foreach (var line in ledger.Items)
        {
            table.AddRow(
                line.LineId.ToString(), Markup.Escape(line.Name), Words.Instant(line.From), Words.Instant(line.To), Markup.Escape(string.Join(", ", line.Holidays)),
                XmlConvert.ToString(line.Duration), Number(line.Rate), Number(line.Multiplier), Money(line.Amount, line.Currency), Markup.Escape(NoteOf(line)));
        }

        console.Write(table);
        foreach (var total in ledger.Totals)
        {
            console.WriteLine($"{total.Name}: {XmlConvert.ToString(total.Duration)}, {Money(total.Amount, total.Currency)}");
        }

        var sums = ledger.Sums.Count == 0 ? "nothing" : string.Join(" and ", ledger.Sums.Select(sum => Money(sum.Amount, sum.Currency)));
        console.WriteLine($"{ledger.Period}: {sums}, {(ledger.ClosedAt is { } at ? $"closed {Words.Instant(at)} by {ledger.ClosedBy}" : "open")}.");
    }

    static string NoteOf(PayLineView line) => (line.Reverses, line.Reason) switch
    {
        ({ } reversed, var why) => $"takes back {reversed}, by {line.Actor}: {why}",
        (null, { } why) => $"by {line.Actor}: {why}",
        _ => "",
    };

    static string Number(decimal number) => number.ToString("#,0.00##", CultureInfo.InvariantCulture);

    static string Money(decimal amount, string currency) => $"{decimal.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("#,0.00", CultureInfo.InvariantCulture)} {currency}";
}
