using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>The two kinds of failure of a step (domain.md 2.6), ready to throw.</summary>
static class Failure
{
    public static StepFailedException Permanent(string place, string message, string remedy, Exception? cause = null) =>
        new(new(ErrorClass.Permanent, message, place, remedy), cause);

    /// <summary>A permanent failure at a line of the place's SQL, where that is known.</summary>
    public static StepFailedException AtLine(string place, int? line, string message, string remedy, Exception? cause = null) =>
        new(new(ErrorClass.Permanent, message, line is null ? place : FormattableString.Invariant($"{place}, line {line}"), remedy), cause) { Line = line };

    public static StepFailedException Transient(string place, string message, string remedy, Exception? cause = null) =>
        new(new(ErrorClass.Transient, message, place, remedy), cause);

    /// <summary>An error of the engine at a place, with advice for those of its own making (memory, disk).</summary>
    public static StepFailedException Of(EngineException error, string place, string remedy, int? line = null) =>
        error.Class is ErrorClass.Permanent
            ? AtLine(place, line, Sentence(error.Detail), remedy, error)
            : Transient(place, $"{error.Type}: {Sentence(error.Detail)}", "The step is tried again. If it keeps failing, give the engine more memory or disk space.", error);

    static string Sentence(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length > 0 && char.IsLetterOrDigit(line[^1]) ? $"{line}." : line;
    }
}
