using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using static EventedPipelines.Tests.Unit.Runs.RunHistory;

namespace EventedPipelines.Tests.Unit.Incidents;

/// <summary>Which of a run's events a person has to know of, and under which event they are told (domain.md 3.1).</summary>
public sealed class TroubleOfARunSpecs
{
    static readonly CheckEvaluated blocks = new(TheRun, Result("sums", CheckOutcome.Failed, CheckAction.Block, rows: 3), Now);

    static Run State(params object[] later) => run.Given([.. UpToModels, .. later]).State!;

    static RunFailed GaveUp(StepError? error) => new(TheRun, "It was given up.", error, Now);

    static FallbackBegun FallsBack => new(TheRun, [], ["daily"], new("Nothing.", "The model failed.", "Amara", Now), Resumes: false, Now, "run@7");

    static List<IncidentCause> Of(Run state, params object[] events) => [.. IncidentCauses.Of(events, state, Now).Select(raised => raised.Cause)];

    static readonly SourcePeriod orders = new("orders", DataInterval.Parse("2026-11-22"));

    [Fact]
    public void a_run_that_gave_up_is_told_with_the_place_that_failed()
    {
        var cause = Of(State(), Failed(Step.Transform("daily"), 4, null), GaveUp(Sick)).ShouldHaveSingleItem();
        (cause.Kind, cause.Subject, cause.Message, cause.Generation).ShouldBe((IncidentCauseKind.RetriesExhausted, "model daily", "model daily: The disk is busy.", 1));
    }

    [Fact]
    public void a_run_that_gave_up_without_an_error_is_itself_the_place_that_failed() => Of(State(), GaveUp(null)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
        cause => cause.Subject.ShouldBe("run"), cause => cause.Message.ShouldBe("It was given up."));

    [Fact]
    public void a_run_that_gave_up_is_told_because_of_the_very_event_that_says_so()
    {
        var state = State();
        Of(state, GaveUp(Sick)).Single().Because.ShouldBe(EventRef.Of(TheRun, state.Version + 1));
        Of(state, Failed(Step.Transform("daily"), 4, null), GaveUp(Sick)).Single().Because.ShouldBe(EventRef.Of(TheRun, state.Version + 2));
    }

    [Fact]
    public void a_blocking_check_is_the_cause_of_an_incident_before_the_run_that_gave_up() =>
        Of(State(), blocks, GaveUp(Sick)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            cause => cause.Kind.ShouldBe(IncidentCauseKind.BlockingCheck), cause => cause.Subject.ShouldBe("sums"), cause =>
                cause.Message.ShouldBe("Check 'sums' on orders blocks the run: 3 rows offend."));

    [Fact]
    public void a_check_that_passed_is_no_cause_of_an_incident() => Of(State(), Passed("sums"), GaveUp(Sick)).ShouldHaveSingleItem().Kind.ShouldBe(IncidentCauseKind.RetriesExhausted);

    [Fact]
    public void a_run_that_ends_at_its_deadline_is_left_to_the_sla_verdict_to_tell() => Of(State(), new DeadlinePassed(TheRun, "The deadline has passed.", Now), GaveUp(Sick)).ShouldBeEmpty();

    [Fact]
    public void a_failure_in_the_middle_of_a_fallback_is_told_though_the_run_goes_on()
    {
        var fallingBack = State(FallsBack);
        Of(fallingBack, Failed(Step.Transform("daily"), 4, null), FallsBack).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            cause => cause.Kind.ShouldBe(IncidentCauseKind.RetriesExhausted), cause => cause.Subject.ShouldBe("model daily"));
        Of(fallingBack, blocks, FallsBack).ShouldHaveSingleItem().Kind.ShouldBe(IncidentCauseKind.BlockingCheck);
        Of(fallingBack, Failed(Step.Transform("daily"), 1, Now.AddMinutes(1)), FallsBack).ShouldBeEmpty();
        Of(fallingBack, FallsBack).ShouldBeEmpty();
    }

    [Fact]
    public void a_run_that_cannot_read_a_delivery_raises_the_incident_of_the_delivery()
    {
        var raised = IncidentCauses.Of([GaveUp(Sick with { Delivery = orders })], State(), Now).ShouldHaveSingleItem();
        (raised.Subject, raised.Cause.Subject, raised.Affected.ShouldHaveSingleItem().Pipeline).ShouldBe((orders, "orders", State().Pipeline));
    }

    [Fact]
    public void a_run_that_a_source_s_own_check_blocks_raises_the_incident_of_the_delivery() =>
        IncidentCauses.Of([new CheckEvaluated(TheRun, blocks.Result with { Delivery = orders }, Now), GaveUp(Sick)], State(), Now).ShouldHaveSingleItem().Subject.ShouldBe(orders);

    [Fact]
    public void the_beginning_of_a_fallback_is_no_trouble_of_its_own() => Of(State(), Failed(Step.Transform("daily"), 4, null), FallsBack).ShouldBeEmpty();
}
