namespace EventedPipelines.Domain.Kernel.Work;

/// <summary>Which workers claim a kind: those with the SQL engine and the lake, or those that react to time and people.</summary>
public enum WorkRole
{
    Engine,
    Dispatch,
}

/// <summary>
/// The kinds of pending work. A lower priority goes first. Later stages of a run go before earlier ones, so that a long backfill
/// publishes its first interval before it ingests its last.
/// </summary>
public sealed record WorkKind(string Name, WorkRole Role, int Priority)
{
    public static readonly WorkKind Publish = new("publish", WorkRole.Engine, 10);
    public static readonly WorkKind CheckOutputs = new("check-outputs", WorkRole.Engine, 20);
    public static readonly WorkKind Transform = new("transform", WorkRole.Engine, 30);
    public static readonly WorkKind CheckInputs = new("check-inputs", WorkRole.Engine, 40);
    public static readonly WorkKind Ingest = new("ingest", WorkRole.Engine, 50);
    public static readonly WorkKind Turn = new("turn", WorkRole.Dispatch, 35);
    public static readonly WorkKind Ripple = new("ripple", WorkRole.Dispatch, 45);
    public static readonly WorkKind JudgeAlerts = new("judge-alerts", WorkRole.Dispatch, 47);
    public static readonly WorkKind SourceDue = new("source-due", WorkRole.Dispatch, 55);
    public static readonly WorkKind SourceWatch = new("source-watch", WorkRole.Dispatch, 60);
    public static readonly WorkKind LateData = new("late-data", WorkRole.Dispatch, 65);
    public static readonly WorkKind ScheduleTick = new("schedule-tick", WorkRole.Dispatch, 70);
    public static readonly WorkKind Backfill = new("backfill", WorkRole.Dispatch, 80);

    // At one instant: a run finishes, then falls back, then the SLA's verdict, then a page (domain.md 4.2).
    public static readonly WorkKind Fallback = new("fallback", WorkRole.Dispatch, 11);
    public static readonly WorkKind SlaForecast = new("sla-forecast", WorkRole.Dispatch, 12);
    public static readonly WorkKind SlaVerdict = new("sla-verdict", WorkRole.Dispatch, 13);
    public static readonly WorkKind Escalate = new("escalate", WorkRole.Dispatch, 14);
    public static readonly WorkKind HoldExpiry = new("hold-expiry", WorkRole.Dispatch, 15);
    public static readonly WorkKind Notify = new("notify", WorkRole.Dispatch, 16);
    public static readonly WorkKind Handover = new("handover", WorkRole.Dispatch, 17);
    public static readonly WorkKind Coverage = new("coverage", WorkRole.Dispatch, 62);
    public static readonly WorkKind HolidayBlockEnd = new("holiday-block-end", WorkRole.Dispatch, 18);
    public static readonly WorkKind Ticket = new("ticket", WorkRole.Dispatch, 19);
    public static readonly WorkKind Resume = new("resume", WorkRole.Dispatch, 46);
    public static readonly WorkKind Rebuild = new("rebuild", WorkRole.Dispatch, 90);
    public static readonly WorkKind Contract = new("contract", WorkRole.Dispatch, 48);
    public static readonly WorkKind Reingest = new("reingest", WorkRole.Engine, 58);

    /// <summary>Looks for files that come back every so often, one for each interval that is watched: many, and nothing that anybody is to see to.</summary>
    public static IReadOnlyList<WorkKind> Watches { get; } = [SourceWatch, LateData];

    public static IReadOnlyList<WorkKind> All { get; } =
    [
        Publish, Fallback, SlaForecast, SlaVerdict, Escalate, HoldExpiry, Notify, Handover, HolidayBlockEnd, Ticket, CheckOutputs, Transform, Turn, CheckInputs, Ripple, Resume, JudgeAlerts, Contract,
        Ingest, SourceDue, Reingest, SourceWatch, Coverage, LateData,
        ScheduleTick, Backfill, Rebuild,
    ];

    /// <summary>The kind of a row. One that a newer version has made, and this one does not know, has only its name, and nobody here takes it.</summary>
    public static WorkKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? new(name, WorkRole.Dispatch, int.MaxValue);
}
