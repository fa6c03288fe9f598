using System.Collections.Immutable;

namespace EventedPipelines.Domain.Production.Runs;

/// <summary>What each event does to a run. The run's version already counts the event.</summary>
static class RunFold
{
    public static Run After(Run run, object @event) => @event switch
    {
        AttemptStarted e => Touch(run, e.Step, step => step with { State = StepState.Running, Attempts = e.Number, Fence = e.Fence }),
        AttemptFailed { NextDueAt: { } due } e => Touch(run, e.Step, step => step with { State = StepState.Retrying, DueAt = due, Since = run.Version, Error = $"{e.Error.Place}: {e.Error.Message}" }),
        AttemptFailed e => Touch(run, e.Step, step => step with { State = StepState.Failed, DueAt = null, Since = run.Version, Error = $"{e.Error.Place}: {e.Error.Message}" }),
        AttemptInterrupted e => Touch(run, e.Step, step => step with { State = StepState.Due, Attempts = e.Number - 1 }),
        SourceIngested e => Pinned(Done(run, Step.Ingest(e.Source), e.IngestedAt), e.Source, e.Deliveries) with
        {
            Sources = run.Sources.SetItem(e.Source, e.Files),
            Lacking = run.Lacking.Remove(e.Source),
        },
        SourceMissing e => Touch(
            There(run, e), Step.Ingest(e.Source).ToString(),
            step => step with { State = StepState.Waiting, DueAt = e.NextLookAt, Since = run.Version, ReingestAt = e.ReingestAt, IsSettling = e.IsSettling }),
        SourceIncomplete e => Touch(run, Step.Ingest(e.Source).ToString(), step => step with { State = StepState.Waiting, DueAt = e.NextLookAt, Since = run.Version, ReingestAt = e.ReingestAt }),
        ReingestFailed e => Touch(run, Step.Ingest(e.Source).ToString(), step => step with { Reingests = e.Number, ReingestAt = e.NextDueAt }),
        ReingestionExhausted { Next: not AfterReingestion.Waits } e => run with { Deadline = new(e.ExhaustedAt, TimeSpan.Zero, FallsBack: e.Next is AfterReingestion.GoesWithout) },
        RunHeldUp e => Touch(run, e.Step, step => step with { State = StepState.Failed, DueAt = null, Since = run.Version }) with
        {
            HeldUp = e,
            Deadline = new(e.HeldUpAt, TimeSpan.Zero, FallsBack: true) { IsPutOff = true },
        },
        FallbackBegun e => FallBack(run, e),
        DeadlinePassed { IsPutOff: true } when run.Deadline is { } deadline => run with { Deadline = deadline with { IsPutOff = true } },
        DeadlinePassed => run with { Deadline = null },
        SourceArrived e => Touch(run, Step.Ingest(e.Source).ToString(), step => new(StepState.Due, 0, 0, e.ArrivedAt, run.Version, step.Reingests)),
        SourceNotYetDue e => WithoutRows(run, e.Source, e.SeenAt) with { NotYetDue = run.NotYetDue.SetItem(e.Source, e.DueAt) },
        SourceTakenAsEmpty e => WithoutRows(run, e.Source, e.TakenAt) with { ConfirmedEmpty = run.ConfirmedEmpty.Remove(e.Source).Add(e.Source) },
        TurnTaken e => Done(run, Step.Turn, e.TakenAt) with
        {
            Pinned = [.. e.Reads],
            Gaps = [.. e.Gaps],
            Upstream = [.. e.Upstream ?? []],
            Awaits = run.Fallback is null ? [] : run.Awaits,
        },
        UpstreamAwaited e => Touch(run, Step.Turn.ToString(), step => step with { State = StepState.Waiting, DueAt = e.AwaitedAt, Since = run.Version }) with
        {
            Awaits = [.. e.Awaits],
            Deadline = e.GoesWithout ? new(e.AwaitedAt, TimeSpan.Zero, FallsBack: true) : run.Deadline,
        },
        UpstreamArrived e => Touch(run, Step.Turn.ToString(), step => step with { DueAt = e.ArrivedAt, Since = run.Version }),
        TurnLost e => BackToTurn(run, e.LostAt),
        CheckEvaluated e => run with { Checks = run.Checks.SetItem(e.Result.Check, e.Result.Standing) },
        RowsQuarantined e => run with { Quarantine = run.Quarantine.RemoveAll(rows => rows.Check == e.Rows.Check).Add(e.Rows) },
        InputsChecked e => Done(run, Step.CheckInputs, e.CheckedAt),
        OutputsChecked e => Done(run, Step.CheckOutputs, e.CheckedAt),
        TransformSucceeded e => Done(run, Step.Transform(e.Model), e.FinishedAt) with { Models = run.Models.SetItem(e.Model, e.Output) },
        RunPublished e => Done(run, Step.Publish, e.PublishedAt) with { Outcome = e.Outcome, Deadline = null },
        RunFailed e => run with { Outcome = RunOutcome.Failed, IsCutShort = e.Error?.Place == Fallbacks.AtDeadline },
        RetryRequested e => Reopened(run, e),
        RunCancelled => run with { Outcome = RunOutcome.Cancelled },
        RunSuperseded => run with { Outcome = RunOutcome.Superseded },
        _ => run,
    };

    static Run There(Run run, SourceMissing e) => e.There is { Count: > 0 } there
        ? Pinned(run, e.Source, e.Deliveries) with { Sources = run.Sources.SetItem(e.Source, there), Lacking = run.Lacking.SetItem(e.Source, e.ExpectedFiles) }
        : run;

    static Run Pinned(Run run, string source, IReadOnlyList<PinnedDelivery>? deliveries) =>
        run with { Deliveries = deliveries is { Count: > 0 } ? run.Deliveries.SetItem(source, deliveries) : run.Deliveries.Remove(source) };

    static Run Touch(Run run, string step, Func<StepProgress, StepProgress> change) =>
        run with { Steps = run.Steps.SetItem(step, change(run.Steps.GetValueOrDefault(step, StepProgress.Untouched))) };

    // A step that was open before stays owed for the reason it had: another reason is other work, and its lease would be over.
    static Run Done(Run run, Step step, DateTimeOffset at)
    {
        var done = Touch(run, step.ToString(), progress => progress with { State = StepState.Done, DueAt = null, Since = run.Version });
        return done.OpenSteps.Intersect(run.OpenSteps).Any() ? done : done with { Reached = new(run.Version, at) };
    }

    static Run WithoutRows(Run run, string source, DateTimeOffset at) =>
        Done(run, Step.Ingest(source), at) with { Sources = run.Sources.SetItem(source, []), Deliveries = run.Deliveries.Remove(source) };

    // What was computed from the earlier intervals is computed again; what was ingested and checked before stays.
    static Run BackToTurn(Run run, DateTimeOffset at)
    {
        string[] again = [Step.Turn.ToString(), .. run.Plan.Models.Select(model => Step.Transform(model).ToString()), Step.CheckOutputs.ToString(), Step.Publish.ToString()];
        return run with { Steps = run.Steps.RemoveRange(again), Models = run.Models.Clear(), Reached = new(run.Version, at) };
    }

    // What was under way is none of the run's any more: whoever reports of it is too late. What is still to be done begins anew, with all its attempts.
    static Run FallBack(Run run, FallbackBegun e)
    {
        var isPlaceholderOnly = e.Skipped.Count == run.Plan.Models.Count;
        string[] incomplete = [.. run.Plan.Sources.Where(source => !e.Absent.Contains(source) && run.Sources.ContainsKey(source) && run.ProgressOf(Step.Ingest(source)).State is StepState.Waiting)];
        var unread = e.Absent.Union(e.Unreadable ?? []).Aggregate(run, (state, source) => WithoutRows(state, source, e.BegunAt));
        var begun = incomplete.Aggregate(unread, (state, source) => Done(state, Step.Ingest(source), e.BegunAt)) with
        {
            Outcome = null,
            Deadline = null,
            HeldUp = null,
            Reached = new(run.Version, e.BegunAt),
            // What was computed on the way to a failure is not fit to be seen.
            Models = isPlaceholderOnly ? run.Models.Clear() : run.Models.RemoveRange(e.Skipped),
            Fallback = new([.. e.Absent], [.. incomplete.Union(run.Fallback?.Incomplete ?? [])], [.. e.Skipped], e.Placeholder, e.Resumes, isPlaceholderOnly)
            {
                Unreadable = [.. e.Unreadable ?? run.Plan.Sources.Where(source => run.ProgressOf(Step.Ingest(source)).State is StepState.Failed).Union(run.Fallback?.Unreadable ?? [])],
                Blocked = [.. e.Blocked ?? []],
                Failed = [.. e.Skipped.Where(model => run.ProgressOf(Step.Transform(model)).State is StepState.Failed or StepState.Retrying).Union(run.Fallback?.Failed ?? [])],
                Reasons = (e.Reasons ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal, StringComparer.Ordinal),
            },
        };
        var undone = begun.Steps.Where(step => step.Value.State is not StepState.Done).Select(step => step.Key).Union(begun.OpenSteps.Select(step => step.ToString()));
        return undone.Aggregate(begun, (state, step) => Touch(state, step, progress => new(StepState.Due, 0, progress.Fence, e.BegunAt, run.Version)));
    }

    // The steps of the stage that stands are due again, with all their attempts.
    static Run Reopened(Run run, RetryRequested e)
    {
        var open = (run with { Outcome = null }).OpenSteps;
        return open.Aggregate(
            run with { Outcome = null, IsCutShort = false, HeldUp = null, Reached = new(run.Version, e.RequestedAt) },
            (state, step) => Touch(state, step.ToString(), _ => new(StepState.Due, 0, 0, e.RequestedAt, run.Version)));
    }
}
