using System.Net;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Schedules;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_slas_are_asked_for(ApiFixture api)
{
    const string Correction = """{"reason":"The provider was down for all.","agreedWith":"Head of Finance"}""";

    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task the_sla_of_an_area_says_what_came_of_each_interval_and_counts_them()
    {
        await _trouble.JudgeAsync("sla-month", "2026-11-20", Closed(20), TimeSpan.FromHours(2));
        await _trouble.JudgeAsync("sla-month", "2026-11-21", Closed(21), TimeSpan.FromHours(7.5));
        await _trouble.JudgeAsync("sla-month", "2026-11-22", Closed(22), null, isPartial: true);
        await _trouble.ArmAsync("sla-month", "2026-11-23", Closed(23));
        await _trouble.JudgeAsync("sla-month", "2026-10-31", new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1));

        var sla = (await api.Client.GetAsync("/api/v1/sla?area=sla-month")).Json;

        sla["items"]!.AsArray().Select(item => $"{item!["interval"]} {item["state"]} {item["lateBy"]}").ShouldBe(
            ["2026-11-23 armed ", "2026-11-22 partial ", "2026-11-21 missed PT1H30M", "2026-11-20 met "]);
        sla["items"]![2]!["deadline"]!.ToString().ShouldBe("2026-11-22T06:00:00Z");
        sla["items"]![3]!["deliveredAt"]!.ToString().ShouldBe("2026-11-21T02:00:00Z");
        sla["summary"]!.ToJsonString().ShouldBe(
            """{"expected":4,"met":1,"missed":1,"partial":1,"compliance":0.3333,"allowedMisses":0,"missesLeft":-2,"afterOneMoreMiss":0.25,"corrected":{"expected":4,"met":1,"missed":1,"partial":1,"compliance":0.3333,"allowedMisses":0,"missesLeft":-2,"afterOneMoreMiss":0.25}}""");
    }

    [Fact]
    public async Task a_correction_of_an_sla_shows_both_numbers_and_is_made_once()
    {
        await _trouble.JudgeAsync("sla-corrected", "2026-11-20", Closed(20), TimeSpan.FromHours(2));
        await _trouble.JudgeAsync("sla-corrected", "2026-11-21", Closed(21), null);

        var answer = await api.Client.PostAsync("/api/v1/sla/sla-corrected/2026-11-21/corrections", Correction, ("X-Actor", "ada"), ("If-Match", "\"2\""), ("Idempotency-Key", "sla-1"));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json["correction"]!["author"]!.ToString().ShouldBe("ada");
        var sla = (await api.Client.GetAsync(answer.Location)).Json;
        sla["items"]!.AsArray().ShouldHaveSingleItem()!["state"]!.ToString().ShouldBe("missed");
        var month = (await api.Client.GetAsync("/api/v1/sla?area=sla-corrected")).Json["summary"]!;
        (month["missed"]!.GetValue<int>(), month["corrected"]!["missed"]!.GetValue<int>(), month["corrected"]!["expected"]!.GetValue<int>()).ShouldBe((1, 0, 1));
        var again = await api.Client.PostAsync("/api/v1/sla/sla-corrected/2026-11-21/corrections", Correction, ("X-Actor", "ada"), ("If-Match", "\"2\""), ("Idempotency-Key", "sla-1"));
        again.Text.ShouldBe(answer.Text);
        (await api.Client.PostAsync("/api/v1/sla/sla-corrected/2026-11-21/corrections", Correction)).Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("corrected by ada");
        (await api.Client.PostAsync("/api/v1/sla/sla-corrected/2026-11-21/corrections", Correction, ("If-Match", "\"2\""))).Problem(HttpStatusCode.PreconditionFailed);
        (await api.Client.PostAsync("/api/v1/sla/sla-corrected/2026-11-20/corrections", Correction)).Problem(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("sla-none/2026-11-21", Correction, HttpStatusCode.NotFound)]
    [InlineData("no%2Fwhere/2026-11-21", Correction, HttpStatusCode.NotFound)]
    [InlineData("sla-none/yesterday", Correction, HttpStatusCode.BadRequest)]
    [InlineData("sla-none/2026-11-21", """{"reason":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("sla-none/2026-11-21", """{"agreedWith":"x"}""", HttpStatusCode.BadRequest)]
    public async Task an_sla_correction_of_no_promise_or_without_its_reason_is_refused(string of, string body, HttpStatusCode status) =>
        (await api.Client.PostAsync($"/api/v1/sla/{of}/corrections", body)).Problem(status);

    [Fact]
    public async Task the_slas_of_several_areas_are_counted_apart_and_together()
    {
        await _trouble.JudgeAsync("sla-one", "2024-02-10", new(2024, 2, 11, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(2));
        await _trouble.JudgeAsync("sla-two", "2024-02", new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero), null);

        var sla = (await api.Client.GetAsync("/api/v1/sla?from=2024-02-10&to=2024-02-20")).Json;

        sla["areas"]!.AsArray().Select(area => $"{area!["area"]} {area["target"]} {area["summary"]!["met"]} {area["summary"]!["missed"]}").ShouldBe(["sla-one 0.95 1 0", "sla-two 0.95 0 1"]);
        (sla["summary"]!["met"]!.GetValue<int>(), sla["summary"]!["missed"]!.GetValue<int>()).ShouldBe((1, 1));
        (await api.Client.GetAsync("/api/v1/sla?from=2024-02-20&to=2024-02-10")).Problem(HttpStatusCode.BadRequest);
        (await api.Client.GetAsync("/api/v1/sla?from=2022-02-20&to=2024-02-10")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task the_status_of_an_area_has_its_latest_sla_and_its_open_incidents()
    {
        await api.Story.DefineAsync(Definitions.Daily("sla-status", "sla-status"));
        await _trouble.JudgeAsync("sla-status", "2026-11-20", Closed(20), TimeSpan.FromHours(2));
        await _trouble.ArmAsync("sla-status", "2026-11-21", Closed(21));
        await _trouble.RaiseAsync("sla-status", "sla-status", "2026-11-20");
        await _trouble.RaiseAsync("sla-status", "sla-status", "2026-11-21");
        await api.CaughtUpAsync();

        var status = (await api.Client.GetAsync("/api/v1/status")).Json;

        var area = status["areas"]!.AsArray().Single(area => area!["id"]!.ToString() == "sla-status")!;
        area["sla"]!["interval"]!.ToString().ShouldBe("2026-11-21");
        area["sla"]!["state"]!.ToString().ShouldBe("armed");
        area["openIncidents"]!.GetValue<int>().ShouldBe(2);
        status["openIncidents"]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task the_status_shows_the_last_day_of_the_promises_that_fall_due_at_once()
    {
        var end = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await api.Story.DefineAsync(Definitions.Daily("sla-at-once", "sla-at-once"));
        await _trouble.ArmAsync("sla-at-once", "2026-10", end);
        await _trouble.ArmAsync("sla-at-once", "2026-10-31", end);
        await _trouble.ArmAsync("sla-at-once", "2026-10-30", end.AddDays(-1));

        var status = (await api.Client.GetAsync("/api/v1/status")).Json;

        status["areas"]!.AsArray().Single(area => area!["id"]!.ToString() == "sla-at-once")!["sla"]!["interval"]!.ToString().ShouldBe("2026-10-31");
    }

    [Fact]
    public async Task a_month_stands_before_its_last_day_in_the_slas_and_what_is_open_stays_in_sight()
    {
        var end = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await _trouble.JudgeAsync("sla-ends", "2026-10-30", end.AddDays(-1), null);
        await _trouble.JudgeAsync("sla-ends", "2026-10-31", end, null);
        await _trouble.ArmAsync("sla-ends", "2026-10", end);
        await _trouble.JudgeAsync("sla-ends", "2026-11-01", end.AddDays(1), TimeSpan.FromHours(2));

        (await IntervalsAsync("&from=2026-10-31&to=2026-10-31")).ShouldBe(["2026-10 armed", "2026-10-31 missed"]);
        (await IntervalsAsync("&from=2026-10-30&to=2026-11-01")).ShouldBe(["2026-11-01 met", "2026-10 armed", "2026-10-31 missed", "2026-10-30 missed"]);

        // This month, with what is under way of the one before, and what was missed on its first morning.
        (await IntervalsAsync("")).ShouldBe(["2026-11-01 met", "2026-10 armed", "2026-10-31 missed"]);
        (await api.Client.GetAsync("/api/v1/sla?area=sla-ends")).Json["summary"]!["expected"]!.GetValue<int>().ShouldBe(1);

        async Task<IEnumerable<string>> IntervalsAsync(string range) =>
            (await api.Client.GetAsync($"/api/v1/sla?area=sla-ends{range}")).Json["items"]!.AsArray().Select(item => $"{item!["interval"]} {item["state"]}");
    }

    [Fact]
    public async Task an_error_budget_is_of_the_whole_month_whatever_has_fallen_due_of_it()
    {
        await api.Story.DefineAsync(Definitions.Daily("sla-calendar", "engagement"));
        var first = DataInterval.Parse("2027-03-04");
        var schedule = Schedule.IdOf("sla-calendar", DataInterval.Month(first.First));
        await api.Store.InTransactionAsync("scheduler", session =>
        {
            session.Events.StartStream<Schedule>(schedule, new ScheduleOpened(schedule, "sla-calendar", DataInterval.Month(first.First), first, "UTC", api.Clock.GetUtcNow(), "x@1"));
            return Task.FromResult(0);
        }, default);
        foreach (var day in Enumerable.Range(1, 3))
        {
            await _trouble.JudgeAsync("engagement", $"2027-03-{day:00}", new(2027, 3, day + 1, 0, 0, 0, TimeSpan.Zero), day == 2 ? null : TimeSpan.FromHours(1));
        }

        var march = (await api.Client.GetAsync("/api/v1/sla?area=engagement&from=2027-03-01")).Json["summary"]!;
        (march["expected"]!.GetValue<int>(), march["missed"]!.GetValue<int>(), march["allowedMisses"]!.GetValue<int>(), march["missesLeft"]!.GetValue<int>()).ShouldBe((31, 1, 1, 0));
        var days = (await api.Client.GetAsync("/api/v1/sla?area=engagement&from=2027-03-02&to=2027-03-05")).Json["summary"]!;
        (days["expected"]!.GetValue<int>(), days["missed"]!.GetValue<int>(), days["allowedMisses"]!.GetValue<int>(), days["missesLeft"]!.GetValue<int>()).ShouldBe((4, 1, 1, 0));
    }

    static DateTimeOffset Closed(int day) => new(2026, 11, day + 1, 0, 0, 0, TimeSpan.Zero);
}
