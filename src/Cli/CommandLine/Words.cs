using System.Globalization;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Api.Production.Metrics;
using EventedPipelines.Api.Production.Runs;
using EventedPipelines.Api.Reliability.Work;
using EventedPipelines.Domain.Production.Metrics;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>How the command line says things.</summary>
public static class Words
{
    public static string NameOf(RunView run) => $"{run.Pipeline} {run.Interval}, generation {run.Generation}";

    /// <summary>Whose work it is: "daily-growth 2026-11-22", of a delivery the area.</summary>
    public static string NameOf(WorkSubject subject) => $"{subject.Pipeline ?? subject.Area ?? subject.Type} {subject.Interval}".TrimEnd();

    /// <summary>"succeeded with warnings", "failed", "at risk".</summary>
    public static string Of(Enum word) => string.Concat(JsonShape.Word(word).Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    public static string ColorOf(RunOutcome? outcome) => outcome switch
    {
        RunOutcome.Succeeded => "green",
        RunOutcome.SucceededWithWarnings or RunOutcome.PublishedPartial => "yellow",
        RunOutcome.Failed => "red",
        null => "blue",
        _ => "grey",
    };

    /// <summary>What a run is doing: "transforming order_profit, attempt 2 of 4", "trying order_profit again at 10:31:05 UTC".</summary>
    public static string DoingOf(RunView run) => (run.Attempts is [.., var last] ? last : null) switch
    {
        _ when MissingOf(run) is [_, ..] missing => $"waiting for {string.Join(", ", missing.Select(source => source.Id))}",
        _ when run is { Outcome: null, WaitsFor: { } others } => $"waiting for {others}",
        { Result: AttemptState.Failed, NextDueAt: { } due } failed => $"{failed.Model} failed ({failed.Error?.Message}), attempt {failed.Number + 1} of {failed.Of} at {Time(due)}",
        { Result: AttemptState.Running } running => $"{JsonShape.Word(run.Stage)} ({running.Model}{(running.Number > 1 ? $", attempt {running.Number} of {running.Of}" : "")})",
        _ => JsonShape.Word(run.Stage),
    };

    /// <summary>The sources that must come from elsewhere before the run can go on.</summary>
    public static IReadOnlyList<SourceView> MissingOf(RunView run) => run.Outcome is null ? [.. run.Sources.Where(source => source.State is SourceState.Missing)] : [];

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} m {time.Seconds} s"),
    };

    public static string Count(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>Presentation is where money is rounded, half away from zero to 2 places (domain.md 2.10). Money is what has the code of a currency for its unit.</summary>
    public static string Number(MetricPointView point) => point.Value is { } value
        ? $"{decimal.Round(value, 2, MidpointRounding.AwayFromZero).ToString(IsMoney(point.Unit) ? "N2" : "#,0.##", CultureInfo.InvariantCulture)} {point.Unit}"
        : JsonShape.Word(point.Completeness);

    /// <summary>What stands in the way of a number, in parentheses; nothing where it is complete and current.</summary>
    public static string NotWhole(MetricPointView point)
    {
        string?[] words =
        [
            point.Completeness is PointState.Complete || point.Value is null ? null : JsonShape.Word(point.Completeness),
            point is { Completeness: not PointState.Complete, Coverage: { Slots: > 1 } of } ? $"made of {of.Complete + of.ConfirmedEmpty + of.Ended} of {of.Slots}" : null,
            point.Completeness is PointState.Complete ? null : point.Warning,
            point.Stale is { } stale ? $"stale: {stale.Because}" : null,
        ];
        return words.OfType<string>().ToArray() is { Length: > 0 } said ? $" ({string.Join(", ", said)})" : "";
    }

    static bool IsMoney(string unit) => unit.Length == 3 && unit.All(char.IsAsciiLetterUpper);
}
