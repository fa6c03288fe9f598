using EventedPipelines.Domain.Catalog.Pipelines;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Intervals;
using EventedPipelines.Domain.Production.Publications;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Production.Slots;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Domain.Reliability.Sla;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>How the next attempts of the engine end, and how long they take.</summary>
sealed record Fate(bool Fails, bool IsPermanent, int Minutes);

/// <summary>
/// One interval of a pipeline for investors and all that is decided about it, with pending work as the only thing that makes anything happen: what
/// the dispatcher does in a system, in memory. Two sources, one of which may never come; engineers who may be away.
/// </summary>
sealed class NightModel(Func<Fate> fate, IReadOnlySet<string> away)
{
    static readonly DataInterval day = DataInterval.Parse("2026-11-21");
    static readonly PipelineDefinition definition = new(
        "aggregate-profit", "profit", Audience.Investors, Grain.Day, "UTC",
        [Source("orders"), Source("expenses")],
        [
            new("daily", Grain.Day, "select sum(amount) as revenue from orders", null),
            new("net", Grain.Day, "select revenue, (select sum(amount) from expenses) as spent from daily", new("net", [new("spent", "decimal(19,4)", Needs: ["expenses"])], [])),
        ],
        [], [new("net_profit", "net", "sum(spent)", "day", Grain.Day, "USD", [])]);

    static readonly Guid deliveryId = Delivery.IdOf(Source("expenses"), day);
    static readonly Pipeline pipeline = new(Pipeline.IdOf(definition.Id), 1, 1, "hash", definition);
    static readonly Ownership ownership = new(
        Ownership.IdOf("profit"), "profit", [new(new(2026, 1, 1), [new("amara", "Amara"), new("bruno", "Bruno")], [new("chiyo", "Chiyo"), new("davit", "Davit")])], 1);

    readonly Dictionary<Guid, Run> _runs = [];
    readonly HashSet<string> _there = ["orders"];
    readonly List<(DateTimeOffset At, Guid Run, Step Step, long Fence, Fate Fate)> _underWay = [];
    Interval _interval = null!;
    long _fence;

    public static DateTimeOffset Closed { get; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Deadline => Closed.AddHours(6);

    public DateTimeOffset Now { get; private set; } = Closed;

    /// <summary>The interval's, or that of the source which never comes, whichever was opened last.</summary>
    public Incident? Incident { get; private set; }

    /// <summary>The source that may never come.</summary>
    public Delivery? Expenses { get; private set; }

    public Promise? Promise { get; private set; }

    public IEnumerable<Run> Runs => _runs.Values;

    public Interval Interval => _interval;

    /// <summary>Every event so far, with its stream, in order.</summary>
    public List<(Guid Stream, object Event, DateTimeOffset At)> History { get; } = [];

    public void Begin()
    {
        Open(new(definition.Id, day, RunCause.Schedule, false, null, "scheduler", "schedule@2") { Deadline = new(Deadline, TimeSpan.FromMinutes(2), FallsBack: true) });
        Tell(ArmSlaDecision.Decide(new("profit", day, [definition.Id], Closed, null, false, "schedule@2"), null, DefinedPolicies.None, Now).Events);
    }

    /// <summary>All that falls due until then, each at its instant, in the order of priorities.</summary>
    public void PassTo(DateTimeOffset until)
    {
        while (NextAt() is { } at && at <= until)
        {
            Now = at > Now ? at : Now;
            Step();
        }

        Now = until;
    }

    public void Arrive() => _there.Add("expenses");

    public void Acknowledge(string by) => Say(incident => AcknowledgeIncidentDecision.Decide(new(by), incident, Now));

    public void Hold(int minutes) => Say(incident => HoldIncidentDecision.Decide(new("busy", Now.AddMinutes(minutes), "amara"), incident, Now));

    public void ChangePolicy(int minutes) => Say(incident => ChangePolicyDecision.Decide(new(IncidentHistory.Changed(minutes), "busy", "amara"), incident, Now));

    public void Resolve() => Say(incident => ResolveIncidentDecision.Decide(new("put right", null, "amara"), incident, Now));

    /// <summary>What all its streams owe.</summary>
    public IEnumerable<(PendingWork Work, Guid Stream)> Owed() =>
    [
        .. _runs.Values.SelectMany(run => RunWork.Pending(run).Select(work => (work, run.Id))),
        .. IntervalWork.Pending(_interval).Where(work => work.Kind == WorkKind.Resume).Select(work => (work, _interval.Id)),
        .. Expenses is null ? [] : DeliveryWork.Pending(Expenses).Select(work => (work, Expenses.Id)),
        .. Incident is null ? [] : Escalation.Pending(Incident).Select(work => (work, Incident.Id)),
        .. Promise is null ? [] : PromiseWork.Pending(Promise).Select(work => (work, Promise.Id)),
    ];

    DateTimeOffset? NextAt() => Ready().Select(owed => (DateTimeOffset?)owed.Work.Due).Concat(_underWay.Select(attempt => (DateTimeOffset?)attempt.At)).Min();

    // A step that is under way is leased; a look at a source that is not there would only look again.
    IEnumerable<(PendingWork Work, Guid Stream)> Ready() => Owed().Where(owed =>
        !_underWay.Exists(attempt => attempt.Run == owed.Stream && attempt.Step.Kind == owed.Work.Kind && attempt.Step.Subject == owed.Work.Key && _runs[attempt.Run]
            .ProgressOf(attempt.Step).Fence == attempt.Fence)
        && (owed.Work.Kind != WorkKind.SourceWatch || _there.Contains(owed.Work.Key)));

    void Step()
    {
        if (_underWay.FindIndex(attempt => attempt.At <= Now) is >= 0 and var finished)
        {
            var attempt = _underWay[finished];
            _underWay.RemoveAt(finished);
            Report(attempt.Run, attempt.Step, attempt.Fence, attempt.Fate);
            return;
        }

        var (work, stream) = Ready().Where(owed => owed.Work.Due <= Now).OrderBy(owed => owed.Work.Kind.Priority).ThenBy(owed => owed.Work.Due).First();
        switch (work.Kind.Name)
        {
            case "fallback":
                Decide(stream, run => FallBackDecision.Decide(new(definition, "Amara and Bruno"), _interval, run, Now));
                break;
            case "reingest":
                Fetch();
                break;
            case "source-watch":
                Decide(stream, run => NoticeArrivalDecision.Decide(new(run.Id, work.Key), run, Now));
                break;
            case "resume":
                Open(new(definition.Id, day, RunCause.Restatement, true, null, "test", "x@1"));
                break;
            case "escalate":
                Tell([.. PageEngineersDecision.Decide(new(work.Key, People(), NotificationPolicy.Default), Incident!, Now)]);
                break;
            case "hold-expiry":
                Tell([.. ExpireHoldDecision.Decide(Incident!, Now)]);
                break;
            case "sla-forecast":
                Tell([.. ForecastSlaDecision.Decide(new([Standing()]), Promise!, Now)]);
                break;
            case "sla-verdict":
                Judge();
                break;
            default:
                Start(stream, new(work.Kind, work.Key));
                break;
        }
    }

    void Start(Guid stream, Step step)
    {
        var fence = ++_fence;
        Decide(stream, run => StartAttemptDecision.Decide(new(run.Id, step, fence, "worker"), run, RetryPolicy.Default, Now));
        var next = fate();
        _underWay.Add((Now.AddMinutes(next.Minutes), stream, step, fence, next));
    }

    void Report(Guid stream, Step step, long fence, Fate how)
    {
        if (!how.Fails && step == Domain.Production.Runs.Step.Publish)
        {
            Publish(stream, fence);
            return;
        }

        StepResult result = how.Fails
            ? new StepResult.Failed(new(how.IsPermanent ? ErrorClass.Permanent : ErrorClass.Transient, "It broke.", step.ToString(), "Mend it."))
            : step.Kind switch
            {
                var kind when kind == WorkKind.Ingest && !_there.Contains(step.Subject) => new StepResult.Missing([step.Subject])
                {
                    Lacking = [new(deliveryId, day, Expenses?.Reingests ?? 0, Expenses?.Gap is { } gap ? gap.ReingestAt : ReingestPolicy.Default.NextDue(Expenses?.Reingests ?? 0, Now))],
                },
                var kind when kind == WorkKind.Ingest => new StepResult.Ingested([], 1, "f"),
                _ => new StepResult.Transformed(new("abc", 1)),
            };
        Decide(stream, run => ReportAttemptDecision.Decide(new(run.Id, step, fence, result) { Definition = definition }, run, RetryPolicies.Default, Now));
    }

    void Fetch()
    {
        if (_there.Contains("expenses"))
        {
            Tell(new DeliveryReceived(deliveryId, "expenses", day, 1, [], 1, 1, "f", Now));
            foreach (var waiting in _runs.Values.Where(run => run.WaitsFor("expenses")).ToList())
            {
                Decide(waiting.Id, run => NoticeArrivalDecision.Decide(new(run.Id, "expenses"), run, Now));
            }

            return;
        }

        var before = Expenses!;
        var waits = before.Readers.Where(reader => _runs[reader.RunId].WaitsFor("expenses")).ToList();
        object[] events = [.. ReportFetchDecision.Decide(new("nothing there") { Waiting = waits }, before, ReingestPolicy.Default, Now)];
        Tell(events);
        foreach (var failed in events.OfType<DeliveryReingestFailed>())
        {
            foreach (var reader in waits)
            {
                Decide(reader.RunId, run => ReportReingestDecision.Decide(new("expenses", failed.Number, failed.Of, failed.Reason, failed.NextDueAt, ["expenses"], FallsBack: true), run, Now));
            }
        }

        if (events.OfType<DeliveryExhausted>().SingleOrDefault() is { } exhausted
            && IncidentCauses.Of(exhausted, before, events.OfType<DeliveryReingestFailed>().LastOrDefault()?.Reason, Now) is { } raised)
        {
            Raise(raised.Cause);
        }
    }

    void Publish(Guid stream, long fence)
    {
        var before = _interval.Publication;
        var decision = PublishRunDecision.Decide(
            new(stream, fence, definition, [], _runs[stream].Models.ContainsKey("net") ? [new("net_profit", new Dictionary<string, string>(), day, 1m, "USD")] : []), _interval, _runs[stream], Now);
        if (decision.OfType<Published>().SingleOrDefault() is { } published)
        {
            Tell(published);
            if (published.Completeness is Completeness.Complete && Incident is { IsResolved: false })
            {
                Say(incident => ResolveIncidentDecision.Decide(new(before is null ? "published" : "restated", null, "system"), incident, Now));
            }
        }

        Decide(stream, _ => decision.With<Run>());
    }

    void Judge()
    {
        object[] verdict = [.. JudgeSlaDecision.Decide(new([Standing()]), Promise!, Now)];
        Tell(verdict);
        if (verdict.OfType<SlaMissed>().Any())
        {
            Raise(new(IncidentCauseKind.SlaMissed, "profit", "The SLA was missed.", null, null, Now, EventRef.Of(Promise!.Id, Promise.Version)));
        }
    }

    PipelineStanding Standing()
    {
        var run = _runs[RunId.Of(definition.Id, day, _interval.Generation)];
        return new(definition.Id, _interval.Publication is not null, _interval.CompleteAt, run.IsPublishing, "", run.Id);
    }

    void Open(OpenGeneration command)
    {
        var current = _interval is null ? null : _runs[RunId.Of(definition.Id, day, _interval.Generation)];
        var decision = OpenGenerationDecision.Decide(command, pipeline, _interval, current, Now);
        Tell(decision.Events);
        foreach (var e in decision.With<Run>())
        {
            Tell(e);
        }
    }

    void Decide(Guid stream, Func<Run, IEnumerable<object>> decide)
    {
        var run = _runs[stream];
        object[] events = [.. decide(run)];
        Tell(events);
        foreach (var awaits in events.OfType<SourceMissing>().SelectMany(missing => missing.Awaits ?? []))
        {
            var reader = new DeliveryReader(run.Id, run.Pipeline, run.Area, run.DataInterval, run.IsOfHistory);
            Tell([.. AwaitDeliveryDecision.Decide(new(awaits.Id, "expenses", awaits.Period, ["expenses"], reader, EventRef.Of(run.Id, run.Version + 1)), Expenses, ReingestPolicy.Default, Now)]);
        }

        foreach (var raised in IncidentCauses.Of(events, run, Now))
        {
            Raise(raised.Cause);
        }
    }

    void Raise(IncidentCause cause) => Tell([.. RaiseIncidentDecision.Decide(new(definition.Id, "profit", day, cause, false), Incident, DefinedPolicies.None, Now)]);

    void Say(Func<Incident, Decision> decide)
    {
        if (Incident is not null)
        {
            Tell(decide(Incident).Events);
        }
    }

    Responders People() => Responders.Of(ownership, new(2026, 11, 22), null, Now) with { Away = [.. away.Select(engineer => new DayOff(engineer, "day off"))] };

    void Tell(params object[] events)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case IIntervalEvent of:
                    _interval = Interval.Fold(_interval, e)!;
                    History.Add((of.IntervalId, e, Now));
                    break;
                case IRunEvent of:
                    _runs[of.RunId] = Run.Fold(_runs.GetValueOrDefault(of.RunId), e)!;
                    History.Add((of.RunId, e, Now));
                    break;
                case IDeliveryEvent of:
                    Expenses = Delivery.Fold(Expenses, e);
                    History.Add((of.DeliveryId, e, Now));
                    break;
                case IIncidentEvent of:
                    Incident = Incident.Fold(Incident, e);
                    History.Add((of.IncidentId, e, Now));
                    break;
                case IPromiseEvent of:
                    Promise = Promise.Fold(Promise, e);
                    History.Add((of.PromiseId, e, Now));
                    break;
            }
        }
    }

    static SourceDefinition Source(string id) => new(id, $"{id}.csv", null, new(), new(id, 1, [], [], null));
}
