using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Projections.Production.Runs;

public sealed class RunDetailsProjection() : ReadModel<RunDetails>("run_details", MarkedEvents.Of<IRunEvent>(), Fold, version: 3)
{
    protected override void Configure(MartenRegistry.DocumentMappingExpression<RunDetails> document) => document
        .Duplicate(run => run.Pipeline)
        .Duplicate(run => run.Area)
        .Duplicate(run => run.From)
        .Index(run => run.StartedAt);

    public static RunDetails? Fold(RunDetails? run, object @event) => (run, @event) switch
    {
        (null, RunStarted e) => Started(e) with { Version = 1 },
        (null, _) => null,
        ({ }, _) => After(run, @event) with { Version = run.Version + 1 },
    };

    static RunDetails Started(RunStarted e) =>
        new(e.RunId, e.IntervalId, e.Pipeline, e.Area, e.Interval, e.Generation, e.Cause, e.DefinitionVersion, e.StartedAt, e.Simulated)
        {
            Reason = e.Reason,
            From = e.Interval.First,
            Sources = [.. e.Plan.Sources.Select(source => new SourceDetails(source, SourceState.Waiting, [], [], 0))],
        };

    static RunDetails After(RunDetails run, object @event) => @event switch
    {
        AttemptStarted e => run with
        {
            Stage = StageOf(Step.Parse(e.Step).Kind),
            Attempts = run.Attempts.Add(new(NameOf(e.Step), e.Number, e.Of, e.StartedAt, null, AttemptState.Running, null, null, null)),
        },
        AttemptFailed e => Finish(run, Step.Parse(e.Step), e.FailedAt, attempt => attempt with
        {
            Result = AttemptState.Failed,
            Error = e.Error,
            ErrorClass = e.Error.Class,
            NextDueAt = e.NextDueAt,
        }) with
        { Stage = e.NextDueAt is null ? run.Stage : RunStage.Waiting },
        AttemptInterrupted e => Finish(run, Step.Parse(e.Step), e.InterruptedAt, attempt => attempt with { Result = AttemptState.Stale }),
        StaleResultRecorded e => run with
        {
            Attempts = run.Attempts.Add(new(NameOf(e.Step), e.Number, e.Number, e.ReportedAt, e.ReportedAt, AttemptState.Stale, null, null, null)),
        },
        SourceIngested e => OrWaiting(WithSource(
            Succeed(run, Step.Ingest(e.Source), e.IngestedAt), e.Source, source => source with { State = SourceState.Ingested, Files = e.Files, ExpectedFiles = [] })),
        SourceMissing e => WithSource(
            Succeed(run, Step.Ingest(e.Source), e.MissedAt), e.Source, source => source with { State = e.IsSettling ? SourceState.Waiting : SourceState.Missing, ExpectedFiles = e.ExpectedFiles }) with
        { Stage = RunStage.Waiting },
        SourceIncomplete e => WithSource(
            Succeed(run, Step.CheckInputs, e.SeenAt), e.Source, source => source with { State = SourceState.Missing, ExpectedFiles = [e.Gap] }) with
        { Stage = RunStage.Waiting },
        ReingestFailed e => WithSource(run, e.Source, source => source with { ReingestAttempts = e.Number }),
        ReingestionExhausted e => WithSource(run, e.Source, source => source with { ReingestAttempts = e.Attempts }),
        SourceArrived e => WithSource(run, e.Source, source => source with { State = SourceState.Waiting }),
        SourceNotYetDue e => OrWaiting(WithSource(Succeed(run, Step.Ingest(e.Source), e.SeenAt), e.Source, source => source with { State = SourceState.NotYetDue, DueAt = e.DueAt })),
        SourceTakenAsEmpty e => OrWaiting(WithSource(Succeed(run, Step.Ingest(e.Source), e.TakenAt), e.Source, source => source with { State = SourceState.ConfirmedEmpty, ExpectedFiles = [] })),
        TurnTaken e => run with { Reads = [.. e.Reads], Gaps = [.. e.Gaps], Upstream = [.. e.Upstream ?? []], Awaits = [] },
        UpstreamAwaited e => run with { Stage = RunStage.Waiting, Awaits = [.. e.Awaits] },
        TurnLost e => Succeed(run, Step.Publish, e.LostAt),
        CheckEvaluated e => run with { Checks = run.Checks.RemoveAll(check => check.Id == e.Result.Check).Add(CheckDetails.Of(e.Result)) },
        RowsQuarantined e => run with { QuarantinedRows = run.QuarantinedRows + e.Rows.Rows },
        InputsChecked e => Succeed(run, Step.CheckInputs, e.CheckedAt),
        OutputsChecked e => Succeed(run, Step.CheckOutputs, e.CheckedAt),
        TransformSucceeded e => Succeed(run, Step.Transform(e.Model), e.FinishedAt),
        RunPublished e => End(Succeed(run, Step.Publish, e.PublishedAt), e.Outcome, e.PublishedAt) with { Completeness = e.Completeness, Targets = [.. e.Targets] },
        RunFailed e => End(run, RunOutcome.Failed, e.FailedAt) with { Error = e.Error },
        RunCancelled e => End(run, RunOutcome.Cancelled, e.CancelledAt) with { Reason = e.Reason ?? run.Reason },
        RunSuperseded e => End(run, RunOutcome.Superseded, e.SupersededAt),
        FallbackBegun e => Interrupted(run, e.BegunAt) with
        {
            Stage = RunStage.Scheduled,
            Outcome = null,
            FinishedAt = null,
            Error = null,
            Fallback = new(e.BegunAt, e.Absent, e.Skipped, e.Placeholder.ToString()),
        },
        DeadlinePassed e => run with { DeadlinePassed = e.Reason },
        RetryRequested => run with { Stage = RunStage.Scheduled, Outcome = null, FinishedAt = null, Error = null },
        _ => run,
    };

    static RunDetails End(RunDetails run, RunOutcome outcome, DateTimeOffset at) => run with { Stage = RunStage.Finished, Outcome = outcome, FinishedAt = at };

    // Sources come in any order: with nothing at work any more the run waits for what one of them lacks.
    static RunDetails OrWaiting(RunDetails run) =>
        run.Fallback is not null || run.Attempts.Exists(attempt => attempt.Result is AttemptState.Running) || !run.Sources.Exists(source => source.ExpectedFiles.Count > 0)
            ? run
            : run with { Stage = RunStage.Waiting };

    static RunDetails Succeed(RunDetails run, Step step, DateTimeOffset at) => Finish(run, step, at, attempt => attempt with { Result = AttemptState.Succeeded });

    static RunDetails Finish(RunDetails run, Step step, DateTimeOffset at, Func<AttemptDetails, AttemptDetails> change)
    {
        var name = NameOf(step.ToString());
        var index = run.Attempts.FindLastIndex(attempt => attempt.Model == name && attempt.Result is AttemptState.Running);
        return index < 0 ? run : run with { Attempts = run.Attempts.SetItem(index, change(run.Attempts[index]) with { FinishedAt = at }) };
    }

    // What was under way when the run fell back is none of its attempts any more.
    static RunDetails Interrupted(RunDetails run, DateTimeOffset at) => run with
    {
        Attempts = [.. run.Attempts.Select(attempt => attempt.Result is AttemptState.Running ? attempt with { Result = AttemptState.Stale, FinishedAt = at } : attempt)],
    };

    static RunDetails WithSource(RunDetails run, string source, Func<SourceDetails, SourceDetails> change)
    {
        var index = run.Sources.FindIndex(s => s.Id == source);
        return run with { Sources = run.Sources.SetItem(index, change(run.Sources[index])) };
    }

    static string NameOf(string step)
    {
        var parsed = Step.Parse(step);
        return parsed.Kind == WorkKind.Transform ? parsed.Subject : step;
    }

    static RunStage StageOf(WorkKind kind) =>
        kind == WorkKind.Ingest ? RunStage.Ingesting
        : kind == WorkKind.Transform ? RunStage.Transforming
        : kind == WorkKind.Publish ? RunStage.Publishing
        : RunStage.Checking;
}
