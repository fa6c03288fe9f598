namespace EventedPipelines.Domain.Work;

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
    public static readonly WorkKind SourceDue = new("source-due", WorkRole.Dispatch, 55);
    public static readonly WorkKind SourceWatch = new("source-watch", WorkRole.Dispatch, 60);
    public static readonly WorkKind LateData = new("late-data", WorkRole.Dispatch, 65);
    public static readonly WorkKind ScheduleTick = new("schedule-tick", WorkRole.Dispatch, 70);
    public static readonly WorkKind Backfill = new("backfill", WorkRole.Dispatch, 80);

    public static IReadOnlyList<WorkKind> All { get; } = [Publish, CheckOutputs, Transform, Turn, CheckInputs, Ripple, Ingest, SourceDue, SourceWatch, LateData, ScheduleTick, Backfill];
}
