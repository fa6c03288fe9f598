using System.Net;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Tests.Integration.Hosts;

namespace EventedPipelines.Tests.Integration.Runs;

/// <summary>From the file to GET /runs/{id}: what an engineer is told, and that nothing of it is published.</summary>
public sealed class when_input_is_wrong(PostgresServer server)
{
    [Fact]
    public async Task a_missing_column_fails_the_run_and_leaves_what_was_published()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        var before = await system.RunAsync();
        system.Deliver(orders => orders.Replace(",amount,", ",amout,", StringComparison.Ordinal));

        var run = await system.RunAsync();

        await ShouldHaveFailedAsync(system, run, "ingest:orders", "column 'amount'", "The column is missing");
        var interval = (await system.Client.GetAsync($"/api/v1/intervals/{SampleSystem.Pipeline}/{SampleRuns.Day:yyyy-MM-dd}")).Json;
        interval["publication"]!["runId"]!.ToString().ShouldBe(before.Id.ToString());
        await Invariants.HoldAsync(system.Database);
    }

    [Fact]
    public async Task a_row_with_a_value_of_the_wrong_type_is_rejected_and_the_run_goes_on()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        system.Deliver(orders => orders + Wrong(0));

        var run = await system.RunAsync();

        run.Outcome.ShouldBe(RunOutcome.SucceededWithWarnings, "The sample has a planted defect on this day.");
        var file = (await system.EventsAsync(run.Id)).OfType<SourceIngested>().Single(ingested => ingested.Source == "orders").Files.ShouldHaveSingleItem();
        (file.RejectedRows, file.Numbered).ShouldBe((1, true));
        file.Rejects.ShouldNotBeNull();
        var answer = await system.Client.GetAsync($"/api/v1/runs/{run.Id}");
        answer.Json["sources"]!.AsArray().Single(source => source!["id"]!.ToString() == "orders")!["files"]![0]!["rejectedRows"]!.ToString().ShouldBe("1");
        await Invariants.HoldAsync(system.Database);
    }

    [Fact]
    public async Task too_many_values_of_the_wrong_type_fail_the_run()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        system.Deliver(orders => orders + string.Concat(Enumerable.Range(0, orders.Count(sign => sign is '\n')).Select(Wrong)));

        var run = await system.RunAsync();

        await ShouldHaveFailedAsync(system, run, "ingest:orders", "column 'quantity'", "'one'");
        await Invariants.HoldAsync(system.Database);
    }

    static string Wrong(int row) => $"SYN-X{row},1,{SampleRuns.Day:yyyy-MM-dd},SYN-C1,Kitchen,one,10.00,5.0000,sale\n";

    [Fact]
    public async Task an_error_in_a_model_fails_the_run_at_its_first_attempt()
    {
        await using var system = await SampleRuns.StartAsync(server, sql => sql.Replace("from summary", "from summary where cast(product_category as integer) > 0", StringComparison.Ordinal));
        system.Deliver();

        var run = await system.RunAsync();

        await ShouldHaveFailedAsync(system, run, "transform:daily_profit_summary", "daily_profit_summary", "Could not convert string");
        await Invariants.HoldAsync(system.Database);
    }

    [Fact]
    public async Task a_missing_file_is_waited_for_and_the_run_goes_on_by_itself()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        var aside = $"{system.Orders}.aside";
        File.Move(system.Orders, aside);
        var waiting = await system.RunAsync(run => IsAt(run, Step.Ingest("orders"), StepState.Waiting) && IsAt(run, Step.Ingest("expenses"), StepState.Done));

        await system.CaughtUpAsync();
        var seen = (await system.Client.GetAsync($"/api/v1/runs/{waiting.Id}")).Json;
        seen["stage"]!.ToString().ShouldBe("waiting");
        var orders = seen["sources"]!.AsArray().Single(source => source!["id"]!.ToString() == "orders")!;
        orders["state"]!.ToString().ShouldBe("missing");
        orders["expectedFiles"]![0]!.ToString().ShouldEndWith($"orders-{SampleRuns.Day:yyyy-MM-dd}.csv");

        File.Move(aside, system.Orders);
        system.Pass(TimeSpan.FromSeconds(61));
        var run = await system.UntilAsync(waiting.Id, run => run.IsFinished);

        run.Outcome.ShouldBe(RunOutcome.SucceededWithWarnings, "The sample has a planted defect on this day.");
        (await system.EventsAsync(run.Id)).OfType<SourceArrived>().ShouldHaveSingleItem();
        await Invariants.HoldAsync(system.Database);
    }

    [Fact]
    public async Task a_broken_file_that_was_waited_for_fails_the_run_and_the_right_one_is_taken_by_itself()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        var right = await File.ReadAllTextAsync(system.Orders);
        File.Delete(system.Orders);
        var waiting = await system.RunAsync(run => IsAt(run, Step.Ingest("orders"), StepState.Waiting) && IsAt(run, Step.Ingest("expenses"), StepState.Done));

        await File.WriteAllTextAsync(system.Orders, right.Replace(",amount,", ",amout,", StringComparison.Ordinal));
        system.Pass(TimeSpan.FromSeconds(61));
        await ShouldHaveFailedAsync(system, await system.UntilAsync(waiting.Id, run => run.IsFinished), "ingest:orders", "column 'amount'", "The column is missing");

        // An interval of long ago is looked at less often.
        await File.WriteAllTextAsync(system.Orders, right);
        system.Pass(TimeSpan.FromHours(2));
        var mended = await system.UntilAsync(RunId.Of(SampleSystem.Pipeline, DataInterval.Day(SampleRuns.Day), 2), run => run is { IsFinished: true });
        mended.Outcome.ShouldBe(RunOutcome.SucceededWithWarnings, "The sample has a planted defect on this day.");
        await Invariants.HoldAsync(system.Database);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task a_disk_that_is_full_publishes_nothing_and_the_next_attempt_is_owed()
    {
        await using var system = await SampleRuns.StartAsync(server);
        system.Deliver();
        await system.RunAsync();
        system.Deliver(seed: 2);
        await system.FillDiskAsync();

        var run = await system.RunAsync(run => IsAt(run, Step.Publish, StepState.Retrying));

        var failed = (await system.EventsAsync(run.Id)).OfType<AttemptFailed>().ShouldHaveSingleItem();
        failed.Error.Class.ShouldBe(ErrorClass.Transient);
        failed.Error.Remedy.ShouldStartWith("Free space on PostgreSQL's disk");
        failed.NextDueAt.ShouldNotBeNull();
        await system.CaughtUpAsync();
        var attempt = (await system.Client.GetAsync($"/api/v1/runs/{run.Id}")).Json["attempts"]!.AsArray()[^1]!;
        attempt["result"]!.ToString().ShouldBe("failed");
        attempt["nextDueAt"].ShouldNotBeNull();
        await Invariants.HoldAsync(system.Database, "The old version, whole.");

        await system.FreeDiskAsync();
        system.Pass(failed.NextDueAt.Value - failed.FailedAt + TimeSpan.FromSeconds(1));
        (await system.UntilAsync(run.Id, found => found.IsFinished)).Outcome.ShouldBe(RunOutcome.SucceededWithWarnings);
        await Invariants.HoldAsync(system.Database, "The new version, whole.");
        await GoldenHistory.RecordAsync(system.Database.CreateConnection, "a_run_that_is_tried_again");
    }

    static async Task ShouldHaveFailedAsync(SampleRuns system, Run run, string step, string place, string what)
    {
        run.Outcome.ShouldBe(RunOutcome.Failed);
        var events = await system.EventsAsync(run.Id);
        var attempt = events.OfType<AttemptFailed>().ShouldHaveSingleItem();
        attempt.Step.ShouldBe(step);
        attempt.NextDueAt.ShouldBeNull("It cannot heal by itself.");
        // A step that was under way beside the one that failed may still report, without effect.
        events.Last(e => e is not StaleResultRecorded).ShouldBeOfType<RunFailed>();

        var answer = await system.Client.GetAsync($"/api/v1/runs/{run.Id}");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json["outcome"]!.ToString().ShouldBe("failed");
        var error = answer.Json["error"]!;
        error["place"]!.ToString().ShouldContain(place);
        error["message"]!.ToString().ShouldContain(what);
        error["remedy"]!.ToString().ShouldNotBeEmpty();
    }

    static bool IsAt(Run run, Step step, StepState state) => run.ProgressOf(step).State == state;
}
