using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Production.Checks;

namespace EventedPipelines.Workers.Production.Checks;

/// <summary>A check's result from what it found.</summary>
static class CheckResults
{
    static readonly Dictionary<string, long> None = [];

    /// <summary>Of rows: none may offend.</summary>
    public static CheckResult Found(this CheckDefinition check, long offending, string? file, IReadOnlyDictionary<string, long> kinds) =>
        Result(check, Outcome(check, offending == 0), offending, 0, "rows", offending, file, kinds, null);

    /// <summary>Of totals: they may differ by the tolerance.</summary>
    public static CheckResult Compared(this CheckDefinition check, decimal actual, decimal expected) =>
        Result(check, Outcome(check, Math.Abs(actual - expected) <= check.Tolerance), actual, expected, "total", 0, null, None, null);

    /// <summary>Of one figure that holds or does not.</summary>
    public static CheckResult Measured(
        this CheckDefinition check, bool holds, decimal? actual, decimal? expected, string unit, IReadOnlyDictionary<string, long>? kinds = null, string? detail = null) =>
        Result(check, Outcome(check, holds), actual, expected, unit, 0, null, kinds ?? None, null) with { Detail = detail };

    public static CheckResult Unknown(this CheckDefinition check, string detail) =>
        Result(check, CheckOutcome.NotEnoughHistory, null, null, "value", 0, null, None, null) with { Detail = detail };

    public static CheckResult UnknownWithoutAny(this CheckDefinition check) => check.Unknown("Nothing has come, and nothing was to come.");

    public static CheckResult Errored(this CheckDefinition check, string error, string unit) =>
        Result(check, CheckOutcome.Errored, null, null, unit, 0, null, None, error);

    static CheckOutcome Outcome(CheckDefinition check, bool holds) => (holds, check.Severity) switch
    {
        (true, _) => CheckOutcome.Passed,
        (_, CheckSeverity.Info or CheckSeverity.Warn) => CheckOutcome.Warned,
        _ => CheckOutcome.Failed,
    };

    static CheckResult Result(
        CheckDefinition check, CheckOutcome outcome, decimal? actual, decimal? expected, string unit, long offending, string? file, IReadOnlyDictionary<string, long> kinds, string? error) =>
        new(check.Id, check.Version, check.Kind, check.Target, outcome, check.Severity, check.Action, actual, expected, unit, offending, file, kinds, error);
}
