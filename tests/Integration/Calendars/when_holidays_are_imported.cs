using System.Net;
using System.Text.Json;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Calendars;

/// <summary>A calendar that changes moves what is to come and nothing that was (domain.md 5.1, 6).</summary>
public sealed class when_holidays_are_imported(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task an_imported_holiday_lengthens_the_running_sprint_and_changes_nothing_of_the_past()
    {
        await TestTeam.DefineAsync(api);
        var sprint = (await api.Client.GetAsync("/api/v1/sprints/current")).Json;
        var planned = (await api.Client.GetAsync("/api/v1/holidays/2026")).Json;

        var answer = await ImportAsync("date,name\n2026-11-20,A day that was\n2026-11-30,Founders' Day\n");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json["added"]!.AsArray().Count.ShouldBe(2, "A source that is new is taken over as it stands.");
        var longer = (await api.Client.GetAsync("/api/v1/sprints/current")).Json;
        longer["number"]!.ToString().ShouldBe(sprint["number"]!.ToString());
        (sprint["last"]!.ToString(), longer["last"]!.ToString()).ShouldBe(("2026-12-07", "2026-12-08"));
        var after = (await api.Client.GetAsync("/api/v1/holidays/2026")).Json;
        after["items"]!.AsArray().Select(item => item!["day"]!.ToString()).ShouldContain("2026-11-30");
        after["items"]!.AsArray().Select(item => item!["day"]!.ToString()).ShouldNotContain("2026-11-20");
        after["items"]!.AsArray().Where(item => string.CompareOrdinal(item!["day"]!.ToString(), "2026-11-25") < 0).Select(item => item!.ToJsonString())
            .ShouldBe(planned["items"]!.AsArray().Where(item => string.CompareOrdinal(item!["day"]!.ToString(), "2026-11-25") < 0).Select(item => item!.ToJsonString()));

        (await ImportAsync("date,name\n2026-11-20,A day that was\n2026-11-30,Founders' Day\n")).Json["added"]!.AsArray().ShouldBeEmpty();
        (await ImportAsync("date,name\n")).Json["removed"]!.AsArray().ShouldHaveSingleItem()!["key"]!.ToString().ShouldBe("founders-day");
        (await api.Client.GetAsync("/api/v1/sprints/current")).Json["last"]!.ToString().ShouldBe("2026-12-07");
    }

    [Fact]
    public async Task a_calendar_file_that_cannot_be_read_is_refused_with_the_line() =>
        (await ImportAsync("date,name\nlast monday,X\n")).Problem(HttpStatusCode.BadRequest)["errors"]!["content"]!.ToJsonString().ShouldContain("Line 2");

    Task<Answer> ImportAsync(string csv) => api.Client.PostAsync("/api/v1/calendar/imports", JsonSerializer.Serialize(new { source = "team.csv", content = csv }));
}
