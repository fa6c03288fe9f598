using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventedPipelines.Cli;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Calendars;

/// <summary>Only what a calendar marks as a public holiday is one: in the rota, in pay, in a sprint's length (domain.md 6.3). And a year that cannot be planned is seen.</summary>
public sealed class when_a_calendar_has_more_than_holidays(ApiFixture api) : IClassFixture<ApiFixture>
{
    const string Observance = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:1
        DTSTART;VALUE=DATE:20261130
        DTEND;VALUE=DATE:20261201
        DESCRIPTION:Observance\nTo hide observances\, change the settings
        SUMMARY:Clocks' Day
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR

        """;

    [Fact]
    public async Task an_observance_is_neither_in_the_rota_nor_in_the_sprint_until_it_is_taken()
    {
        await TestTeam.DefineAsync(api);
        var last = (await api.Client.GetAsync("/api/v1/sprints/current")).Json["last"]!.ToString();

        var answer = await ImportAsync(new { source = "google.ics", content = Observance });
        (answer.Json["taken"]!.GetValue<int>(), answer.Json["added"]!.AsArray().Count).ShouldBe((0, 0), answer.Text);
        answer.Json["left"]![0]!["why"]!.ToString().ShouldBe("it is no public holiday (Observance)");
        (await DaysAsync()).ShouldNotContain("2026-11-30");
        (await api.Client.GetAsync("/api/v1/sprints/current")).Json["last"]!.ToString().ShouldBe(last);

        await ImportAsync(new { source = "google.ics", content = Observance, take = new[] { "clocks-day" } });
        (await DaysAsync()).ShouldContain("2026-11-30");
        (await api.Client.GetAsync("/api/v1/sprints/current")).Json["last"]!.ToString().ShouldNotBe(last);

        await ImportAsync(new { source = "google.ics", content = Observance });
        (await DaysAsync()).ShouldNotContain("2026-11-30");
        (await api.Client.GetAsync("/api/v1/sprints/current")).Json["last"]!.ToString().ShouldBe(last);
    }

    [Fact]
    public async Task an_import_that_takes_a_holiday_which_its_file_does_not_have_is_refused()
    {
        await TestTeam.DefineAsync(api);
        (await RefusedAsync(new { source = "refused.ics", content = Observance, take = new[] { "clock-day" } }))["take"]![0]!.ToString()
            .ShouldBe("There is no holiday 'clock-day' in the file. Did you mean 'clocks-day'? Known: clocks-day.");
        (await RefusedAsync(new { source = "refused.ics", content = Observance, take = new[] { "clocks-day" }, leave = new[] { "clocks-day" } }))["leave"]![0]!.ToString()
            .ShouldBe("'clocks-day' stands in `take` and in `leave`. Leave it in one of them.");
    }

    [Fact]
    public void validate_counts_the_holidays_it_took_and_left_and_reads_a_fold_inside_a_character()
    {
        var folder = Directory.CreateTempSubdirectory("evented-calendar-").FullName;
        try
        {
            WholeSystem.WriteStarter(folder);
            var team = File.ReadAllText(Path.Combine(folder, "team.yml"));
            var file = Path.Combine(folder, "holidays.ics");
            var character = Encoding.UTF8.GetBytes("大");
            File.WriteAllBytes(file,
            [
                .. Encoding.UTF8.GetBytes(Observance[..Observance.IndexOf("END:VCALENDAR", StringComparison.Ordinal)].ReplaceLineEndings("\r\n")),
                .. "BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:"u8, character[0], .. "\r\n "u8, .. character[1..], .. "晦夜\\, Fest\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"u8,
            ]);
            File.WriteAllText(Path.Combine(folder, "team.yml"), $"{team}\ncalendar:\n  holidays: holidays.ics\n");

            var report = WholeSystem.Check(folder);
            report.Problems.Where(problem => problem.File == "holidays.ics").ShouldBeEmpty();
            report.Content.ShouldNotBeNull(string.Join('\n', report.Problems));
            (report.Content.Holidays!.Holidays, report.Content.Holidays.Days).ShouldBe((1, 1));
            report.Content.Holidays.Left.ShouldHaveSingleItem().Key.ShouldBe("clocks-day");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task a_holiday_year_that_cannot_be_planned_says_why_wherever_one_looks()
    {
        await TestTeam.DefineAsync(api);
        await ImportAsync(new { source = "later.csv", content = "date,name\n2028-01-01,New Year\n2028-05-01,Labour Day\n" });
        (await api.Client.GetAsync("/api/v1/holidays/2028")).Problem(HttpStatusCode.NotFound);

        // Without two of next year's five holidays, the other three are too few.
        var before = await DaysAsync(2027);
        var team = TestTeam.Of([2026, 2027]);
        await TestTeam.DefineAsync(
            api.Store, team with { Calendar = team.Calendar with { Holidays = [.. team.Calendar.Holidays.Where(holiday => holiday.Date.Year == 2026 || holiday.Date.Month < 12)] } }, api.Clock.Now);
        var year = (await api.Client.GetAsync("/api/v1/holidays/2027")).Json;
        year["refusal"]!["reason"]!.ToString().ShouldContain("would have no whole holiday off in 2027: 3 holidays are too few for 4 engineers.");
        (await DaysAsync(2027)).ShouldBe(before.Take(3));
        foreach (var path in new[] { "/api/v1/status", "/api/v1/oncall/schedule" })
        {
            var refused = (await api.Client.GetAsync(path)).Json["refusedPlans"]!.AsArray().ShouldHaveSingleItem()!;
            (refused["year"]!.GetValue<int>(), refused["reason"]!.ToString()).ShouldBe((2027, year["refusal"]!["reason"]!.ToString()));
        }

        var version = year["version"]!.GetValue<long>();
        (await api.Client.PostAsync("/api/v1/holidays/2027/plan", "{}")).Problem(HttpStatusCode.Conflict);
        (await api.Client.GetAsync("/api/v1/holidays/2027")).Json["version"]!.GetValue<long>().ShouldBe(version, "It is said once a reason.");

        await TestTeam.DefineAsync(api);
        (await api.Client.GetAsync("/api/v1/holidays/2027")).Json["refusal"].ShouldBeNull();
        (await api.Client.GetAsync("/api/v1/status")).Json["refusedPlans"]!.AsArray().ShouldBeEmpty();
    }

    async Task<IReadOnlyList<string>> DaysAsync(int year = 2026) => [.. (await api.Client.GetAsync($"/api/v1/holidays/{year}")).Json["items"]!.AsArray().Select(item => item!["day"]!.ToString())];

    async Task<JsonNode> RefusedAsync(object command)
    {
        var answer = await api.Client.PostAsync("/api/v1/calendar/imports", JsonSerializer.Serialize(command));
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        return answer.Json["errors"]!;
    }

    async Task<Answer> ImportAsync(object command)
    {
        var answer = await api.Client.PostAsync("/api/v1/calendar/imports", JsonSerializer.Serialize(command));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }
}
