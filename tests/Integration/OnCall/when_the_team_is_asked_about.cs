using System.Net;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>Who is there, by sprint, ownership, override and holiday block (domain.md 3.3, 5, 6), as the api says it.</summary>
public sealed class when_the_team_is_asked_about(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    // In sprint 24, 24 November to 7 December: Labour Day has moved the sprints of the year from Monday to Tuesday.
    static readonly DateTimeOffset wednesday = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync()
    {
        api.Clock.Now = wednesday;
        await TestTeam.DefineAsync(api);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task the_api_says_who_is_on_duty_and_who_owns_an_area()
    {
        var now = (await api.Client.GetAsync("/api/v1/oncall/now?area=growth")).Json;

        now["area"]!.ToString().ShouldBe("growth");
        var sprint = (await api.Client.GetAsync("/api/v1/sprints/current")).Json;
        now["duty"]!["engineer"]!.ToString().ShouldBe(sprint["duty"]!.ToString());
        now["duty"]!["sprint"]!.GetValue<int>().ShouldBe(sprint["number"]!.GetValue<int>());
        now["primary"]![0]!["engineer"]!.ToString().ShouldBe("cyn");
        now["secondary"]![0]!["engineer"]!.ToString().ShouldBe("ada");
        now["holidayBlock"].ShouldBeNull();
        (await api.Client.GetAsync("/api/v1/oncall/now?area=support")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/oncall/now")).Json["primary"]!.AsArray().Select(person => person!["engineer"]!.ToString()).Order().ShouldBe(["cyn", "dan"]);
    }

    [Fact]
    public async Task sprints_have_ten_working_days_and_follow_one_another_in_the_fixed_order()
    {
        var items = (await api.Client.GetAsync("/api/v1/oncall/schedule?from=2026-11-16&to=2027-02-28")).Json["items"]!.AsArray();

        var sprints = items.Where(item => item!["kind"]!.ToString() == "sprint" && item["insteadOf"] is null).Select(item => $"{item!["from"]} {item["engineer"]}").ToList();
        sprints.Take(3).ShouldBe(["2026-11-24T08:00:00Z dan", "2026-12-08T08:00:00Z ada", "2026-12-22T08:00:00Z ben"]);

        // Christmas Day and New Year are on working days of the week: the sprint is longer by them.
        sprints[3].ShouldBe("2027-01-07T08:00:00Z cyn");
    }

    [Fact]
    public async Task whoever_works_a_holiday_block_takes_the_primary_owners_place_and_nobody_off_is_named()
    {
        var plan = (await api.Client.GetAsync("/api/v1/holidays/2026")).Json;
        var christmas = plan["items"]!.AsArray().Single(item => item!["day"]!.ToString() == "2026-12-25")!;
        christmas["blocks"]!.AsArray().Count.ShouldBe(3);
        var off = christmas["off"]!.AsArray().ShouldHaveSingleItem()!.ToString();
        christmas["blocks"]!.AsArray().Select(block => block!["engineer"]!.ToString()).ShouldNotContain(off);
        christmas["derivation"]!.ToString().ShouldContain("mod 4");
        christmas["blocks"]![1]!["from"]!.ToString().ShouldBe("2026-12-25T07:00:00Z");

        api.Clock.Now = new(2026, 12, 25, 7, 30, 0, TimeSpan.Zero);
        var now = (await api.Client.GetAsync("/api/v1/oncall/now?area=engagement")).Json;
        now["primary"]!.AsArray().ShouldHaveSingleItem()!["engineer"]!.ToString().ShouldBe(christmas["blocks"]![1]!["engineer"]!.ToString());
        now["primary"]![0]!["via"]!.ToString().ShouldBe("works block 2 of Christmas Day");
        now["holidayBlock"]!["engineer"]!.ToString().ShouldBe(christmas["blocks"]![1]!["engineer"]!.ToString());
        now["away"]!.AsArray().ShouldHaveSingleItem()!["engineer"]!.ToString().ShouldBe(off);
    }

    [Fact]
    public async Task an_override_stands_in_for_an_owner_and_can_be_ended()
    {
        var made = await api.Client.PostAsync(
            "/api/v1/oncall/overrides", """{"engineer":"ben","insteadOf":"cyn","from":"2026-11-26T00:00:00Z","to":"2026-11-27T00:00:00Z","reason":"At the dentist"}""", ("X-Actor", "cyn"));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);

        api.Clock.Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        var person = (await api.Client.GetAsync("/api/v1/oncall/now?area=growth")).Json["primary"]![0]!;
        person["engineer"]!.ToString().ShouldBe("ben");
        person["via"]!.ToString().ShouldContain("Ben stands in for Cyn");
        (await api.Client.PostAsync("/api/v1/oncall/overrides", """{"engineer":"dan","insteadOf":"cyn","to":"2026-11-26T18:00:00Z","reason":"x"}"""))
            .Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("already");
        (await api.Client.PostAsync("/api/v1/oncall/overrides", """{"engineer":"eve","insteadOf":"cyn","to":"2026-11-28T18:00:00Z","reason":"x"}"""))
            .Problem(HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("ada, ben, cyn, dan");

        (await api.Client.SendAsync(HttpMethod.Delete, made.Location, null)).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Client.GetAsync("/api/v1/oncall/now?area=growth")).Json["primary"]![0]!["engineer"]!.ToString().ShouldBe("cyn");
        (await api.Client.SendAsync(HttpMethod.Delete, $"/api/v1/oncall/overrides/{Guid.NewGuid()}", null)).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task an_engineers_load_is_every_page_of_an_incident_once()
    {
        var trouble = new Trouble(api.Store, api.Clock);
        var incident = await trouble.PagedAsync("load-profit", "2026-11-24");
        api.Clock.Now = wednesday.AddMinutes(15);
        await trouble.PageAsync(incident, "inbox", "mail");
        await trouble.ResolveAsync(incident);
        await trouble.RaiseAsync("load-profit", "load-profit", "2026-11-24");
        await trouble.PageAsync(incident);

        api.Clock.Now = wednesday.AddMinutes(30);
        var load = (await api.Client.GetAsync("/api/v1/oncall/load?from=2026-11-25&to=2026-11-25")).Json["items"]!.AsArray();

        // A page by two channels is one; the copy for whoever is on duty, dan, is none.
        load.Select(item => $"{item!["engineer"]}: {item["hours"]} h, {item["pages"]} pages of {item["incidents"]}")
            .ShouldBe(["ada: 0 h, 3 pages of 1", "ben: 0 h, 0 pages of 0", "cyn: 0 h, 0 pages of 0", "dan: 9.5 h, 0 pages of 0"]);
    }

    [Theory]
    [InlineData("oncall/schedule?from=2026-12-01&to=2026-11-01", HttpStatusCode.BadRequest)]
    [InlineData("oncall/schedule?from=2020-01-01&to=2026-11-01", HttpStatusCode.BadRequest)]
    [InlineData("oncall/load?from=tomorrow", HttpStatusCode.BadRequest)]
    [InlineData("sprints/9999", HttpStatusCode.NotFound)]
    [InlineData("holidays/1999", HttpStatusCode.NotFound)]
    [InlineData("compensation?period=2026", HttpStatusCode.BadRequest)]
    [InlineData("compensation?period=2026-12-01", HttpStatusCode.BadRequest)]
    [InlineData("request-budget?sprint=9999", HttpStatusCode.NotFound)]
    [InlineData("oncall/calendar.ics?token=nothing", HttpStatusCode.NotFound)]
    [InlineData("oncall/calendar.ics", HttpStatusCode.NotFound)]
    public async Task a_question_about_the_team_without_an_answer_is_refused(string path, HttpStatusCode status) => (await api.Client.GetAsync($"/api/v1/{path}")).Problem(status);

    [Theory]
    [InlineData("oncall/overrides", "{}")]
    [InlineData("oncall/overrides", """{"engineer":"ben","insteadOf":"cyn","reason":"no end"}""")]
    [InlineData("requests", """{"requester":"x","area":"growth","title":"t","points":0}""")]
    [InlineData("requests", """{"requester":"x","area":"growth","title":"t","points":-1}""")]
    [InlineData("requests", """{"requester":"x","area":"growth","points":1}""")]
    [InlineData("calendar/imports", """{"source":"x.txt","content":"y"}""")]
    [InlineData("calendar/imports", """{"source":"x.csv","content":"day;name"}""")]
    [InlineData("compensation/corrections", """{"reason":"x"}""")]
    public async Task a_command_about_the_team_is_refused_with_the_fields_that_are_wrong(string path, string body) =>
        (await api.Client.PostAsync($"/api/v1/{path}", body)).Problem(HttpStatusCode.BadRequest)["errors"]!.AsObject().Count.ShouldBePositive();
}
