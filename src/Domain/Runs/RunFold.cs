namespace EventedPipelines.Domain.Runs;

/// <summary>What each event does to a run. The run's version already counts the event.</summary>
static class RunFold
{
    public static Run After(Run run, object @event) => @event switch
    {
        AttemptStarted e => Touch(run, e.Step, step => step with { State = StepState.Running, Attempts = e.Number, Fence = e.Fence }),
        AttemptFailed { NextDueAt: { } due } e => Touch(run, e.Step, step => step with { State = StepState.Retrying, DueAt = due, Since = run.Version }),
        AttemptFailed e => Touch(run, e.Step, step => step with { State = StepState.Failed, DueAt = null, Since = run.Version }),
        AttemptInterrupted e => Touch(run, e.Step, step => step with { State = StepState.Due, Attempts = e.Number - 1 }),
        SourceIngested e => Done(run, Step.Ingest(e.Source), e.IngestedAt) with { Sources = run.Sources.SetItem(e.Source, e.Files) },
        SourceMissing e => Touch(run, Step.Ingest(e.Source).ToString(), step => step with { State = StepState.Waiting, DueAt = e.NextLookAt, Since = run.Version }),
        SourceArrived e => Touch(run, Step.Ingest(e.Source).ToString(), _ => new(StepState.Due, 0, 0, e.ArrivedAt, run.Version)),
        SourceNotYetDue e => WithoutRows(run, e.Source, e.SeenAt) with { NotYetDue = run.NotYetDue.SetItem(e.Source, e.DueAt) },
        SourceTakenAsEmpty e => WithoutRows(run, e.Source, e.TakenAt),
        TurnTaken e => Done(run, Step.Turn, e.TakenAt) with { Pinned = [.. e.Reads], Gaps = [.. e.Gaps] },
        TurnLost e => BackToTurn(run, e.LostAt),
        CheckEvaluated e => run with { Checks = run.Checks.SetItem(e.Result.Check, e.Result.Standing) },
        RowsQuarantined e => run with { Quarantine = run.Quarantine.RemoveAll(rows => rows.Check == e.Rows.Check).Add(e.Rows) },
        InputsChecked e => Done(run, Step.CheckInputs, e.CheckedAt),
        OutputsChecked e => Done(run, Step.CheckOutputs, e.CheckedAt),
        TransformSucceeded e => Done(run, Step.Transform(e.Model), e.FinishedAt) with { Models = run.Models.SetItem(e.Model, e.Output) },
        RunPublished e => Done(run, Step.Publish, e.PublishedAt) with { Outcome = e.Outcome },
        RunFailed => run with { Outcome = RunOutcome.Failed },
        RetryRequested e => Reopened(run, e),
        RunCancelled => run with { Outcome = RunOutcome.Cancelled },
        RunSuperseded => run with { Outcome = RunOutcome.Superseded },
        _ => run,
    };

    static Run Touch(Run run, string step, Func<StepProgress, StepProgress> change) =>
        run with { Steps = run.Steps.SetItem(step, change(run.Steps.GetValueOrDefault(step, StepProgress.Untouched))) };

    static Run Done(Run run, Step step, DateTimeOffset at) =>
        Touch(run, step.ToString(), progress => progress with { State = StepState.Done, DueAt = null, Since = run.Version }) with { Reached = new(run.Version, at) };

    static Run WithoutRows(Run run, string source, DateTimeOffset at) =>
        Done(run, Step.Ingest(source), at) with { Sources = run.Sources.SetItem(source, []) };

    // What was computed from the earlier intervals is computed again; what was ingested and checked before stays.
    static Run BackToTurn(Run run, DateTimeOffset at)
    {
        string[] again = [Step.Turn.ToString(), .. run.Plan.Models.Select(model => Step.Transform(model).ToString()), Step.CheckOutputs.ToString(), Step.Publish.ToString()];
        return run with { Steps = run.Steps.RemoveRange(again), Models = run.Models.Clear(), Reached = new(run.Version, at) };
    }

    // The steps of the stage that stands are due again, with all their attempts.
    static Run Reopened(Run run, RetryRequested e)
    {
        var open = (run with { Outcome = null }).OpenSteps;
        return open.Aggregate(
            run with { Outcome = null, Reached = new(run.Version, e.RequestedAt) },
            (state, step) => Touch(state, step.ToString(), _ => new(StepState.Due, 0, 0, e.RequestedAt, run.Version)));
    }
}
