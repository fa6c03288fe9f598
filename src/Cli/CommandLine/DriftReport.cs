using EventedPipelines.Api.Production.Schemas;
using EventedPipelines.Domain.Production.Schemas;
using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>How a source differs from its contract, for a person.</summary>
public static class DriftReport
{
    public static void Write(IAnsiConsole console, SchemaChanges schema)
    {
        if (schema.Drifts.Count == 0)
        {
            console.WriteLine($"{schema.Source} has come as its contract says (version {schema.ContractVersion}).");
            return;
        }

        foreach (var drift in schema.Drifts)
        {
            console.MarkupLine($"{StateOf(drift)}  {drift.Id}");
            foreach (var line in Lines(drift))
            {
                console.WriteLine($"  {line}");
            }
        }

        console.WriteLine();
        foreach (var change in schema.Changes)
        {
            console.WriteLine($"{Words.Instant(change.At)}  {Words.Of(change.Kind)}{(change.Actor is { } actor ? $" by {actor}" : "")}: {change.Text}");
        }
    }

    static IEnumerable<string> Lines(DriftView drift)
    {
        yield return DriftWords.Of(new ColumnDrift(drift.Kind, drift.Column, drift.NewName, drift.Before, drift.After, drift.Reason));
        yield return DriftWords.Of(drift.Kind, drift.Readers);
        yield return $"First seen in {drift.FirstFile} of {drift.FirstPeriod}, {Words.Instant(drift.SeenAt)}{(drift.FirstRun is { } run ? $", by run {run}" : "")}; owned by {drift.Owner ?? "nobody"}.";
        if (drift.Failure is { } failure)
        {
            yield return $"Approved, and could not be written: {failure}";
        }

        foreach (var line in drift.Diff?.Split('\n') ?? [])
        {
            yield return $"  {line}";
        }
    }

    static string StateOf(DriftView drift) => drift.State is DriftState.Open && drift.Breaks ? "[red]open, breaking[/]"
        : drift.State is DriftState.Open ? "[yellow]open[/]" : drift.AdoptedBy is { } version ? $"[green]in version {version}[/]" : Words.Of(drift.State);
}
