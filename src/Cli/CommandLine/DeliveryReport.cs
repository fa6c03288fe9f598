using System.Globalization;
using EventedPipelines.Api.Production.Sources;
using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Deliveries;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Sources and what they delivered, for a person.</summary>
public static class DeliveryReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<SourceOverview> sources)
    {
        if (sources.Count == 0)
        {
            console.WriteLine("No pipeline reads a source.");
            return;
        }

        var table = TableOf("source", "comes", "owner", "read by", "due last", "state");
        foreach (var source in sources)
        {
            table.AddRow(
                Markup.Escape(source.Id), $"{Words.Of(source.Comes)} by the {Words.Of(source.Period)}", Markup.Escape(source.Owner ?? "nobody"),
                Markup.Escape(string.Join(", ", source.Readers.Select(reader => reader.Pipeline))), source.Latest?.Period.ToString() ?? "", source.Latest is { } latest ? StateOf(latest.State) : "not begun");
        }

        console.Write(table);
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<DeliverySummary> deliveries)
    {
        var table = TableOf("period", "state", "version", "rows", "received");
        foreach (var delivery in deliveries)
        {
            table.AddRow(
                $"{delivery.Period}", StateOf(delivery.State), $"{delivery.Version}", Number(delivery.Rows), delivery.ReceivedAt is { } at ? Words.Instant(at) : "");
        }

        console.Write(table);
    }

    public static void Write(IAnsiConsole console, DeliveryView delivery)
    {
        console.MarkupLine($"{Markup.Escape(delivery.Source)} of {delivery.Period}: {StateOf(delivery.State)}");
        foreach (var line in Lines(delivery))
        {
            console.WriteLine($"  {line}");
        }
    }

    static IEnumerable<string> Lines(DeliveryView delivery)
    {
        foreach (var version in delivery.Versions)
        {
            yield return $"version {version.Number}, {Words.Instant(version.At)}, by version {version.ContractVersion} of the contract:";
            foreach (var file in version.Files)
            {
                yield return $"  {file.Name}: {Words.Count(file.Rows, "row")}, {Number(file.RejectedRows)} rejected, {Words.Count(file.Bytes, "byte")}, sha256 {file.Sha256[..12]}";
            }
        }

        foreach (var check in delivery.Checks.Where(check => check.Outcome is not (CheckOutcome.Passed or CheckOutcome.NotEnoughHistory)))
        {
            yield return $"check {check.Id} {Words.Of(check.Outcome)}: {Words.Count(check.Rows, "row")}{(check.Error is null ? "" : $", {check.Error}")}";
        }

        if (delivery.QuarantinedRows > 0)
        {
            yield return $"{Words.Count(delivery.QuarantinedRows, "row")} set apart.";
        }

        if (delivery.Error is { } error)
        {
            yield return $"cannot be read: {error.Place}: {error.Message} {error.Remedy}";
        }

        if (delivery.ExpectedFiles.Count > 0)
        {
            yield return $"lacks {string.Join(", ", delivery.ExpectedFiles)}; {Words.Count(delivery.ReingestAttempts, "attempt")} to fetch it{(delivery.ReingestAt is { } next ? $", the next at {Words.Instant(next)}" : ", no further one")}.";
        }

        if (delivery.LastFailure is { } failure)
        {
            yield return $"was fetched in vain, last at {Words.Instant(failure.At)}: {failure.Reason}";
        }

        if (delivery.Empty is { } empty)
        {
            yield return $"{empty.Actor} said so at {Words.Instant(empty.ConfirmedAt)}: {empty.Reason}";
        }

        if (delivery.RefetchRequestedAt is { } asked)
        {
            yield return $"is being fetched again, as was asked for at {Words.Instant(asked)}.";
        }

        yield return $"read by {string.Join(", ", delivery.Readers.Select(reader => reader.Pipeline))}{(delivery.IncidentId is { } incident ? $"; incident {incident}" : "")}";
    }

    static Table TableOf(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(columns);
        return table;
    }

    static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    static string StateOf(DeliveryState state) => state switch
    {
        DeliveryState.Missing or DeliveryState.Rejected => $"[red]{Words.Of(state)}[/]",
        DeliveryState.Awaited => $"[yellow]{Words.Of(state)}[/]",
        DeliveryState.Received => $"[green]{Words.Of(state)}[/]",
        _ => Words.Of(state),
    };
}
