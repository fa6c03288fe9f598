using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>Says where and why a delivered file cannot be taken: file, 1-based line, column, value.</summary>
static class FileDiagnosis
{
    const int LongestValue = 40;

    /// <summary>How much of what is wrong with a file that is refused is told row by row.</summary>
    public const int Told = 5;

    /// <summary>The file unless more of its rows are rejected than the source lets pass; then what is wrong first, and what else is known.</summary>
    public static ParsedFile Judged(ParsedFile parsed, string name, SourceDefinition source, Func<IReadOnlyList<FirstReject>>? others = null)
    {
        var rows = parsed.Rows + parsed.Rejected;
        var most = source.MostRejects ?? SourceDefinition.UsualRejects;
        if (parsed.First is not { } first || parsed.Rejected <= most * rows)
        {
            return parsed;
        }

        var refused = Failure.Permanent(
            $"{name}, {PlaceOf(first)}",
            FormattableString.Invariant(
                $"{What(first, source)} {Also(others?.Invoke() ?? [], source)}{parsed.Rejected} of the file's {rows} rows do not fit the contract, and at most {most * 100:0.##} % may."),
            $"Deliver the file with right values, or change the contract '{source.Contract.Id}' (version {source.Contract.Version}) if the source has changed; `most_rejects` says how many rows may be left out.");
        throw new StepFailedException(refused.Error) { Column = first.Column, IsLacking = first.Value is null };
    }

    /// <summary>The parsed file, once its records have been counted.</summary>
    public static ParsedFile Counted(ParsedFile parsed, long records, string name) => parsed.Rows + parsed.Rejected == records
        ? parsed
        : throw Failure.Permanent(
            name, $"The file has {records} records by its line ends and quotes, but {parsed.Rows + parsed.Rejected} could be read.", "Deliver the file again as plain CSV (RFC 4180).");

    static string PlaceOf(FirstReject reject) => $"{reject.Place}{(reject.Column is null ? "" : $", column '{reject.Column}'")}";

    static string Also(IReadOnlyList<FirstReject> others, SourceDefinition source) => string.Concat(others.Select(other => $"{Capital(PlaceOf(other))}: {What(other, source)} "));

    static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    static string What(FirstReject first, SourceDefinition source)
    {
        var isPersonal = source.Contract.Columns.Any(column => column.Personal && column.Name == first.Column);
        return first.Value is null ? first.Reason : $"{(isPersonal ? "The value" : $"'{Shortened(first.Value)}'")} is {first.Reason}.";
    }

    static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestValue ? line : $"{line[..LongestValue]}...";
    }
}
