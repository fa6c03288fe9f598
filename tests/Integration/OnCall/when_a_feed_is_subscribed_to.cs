using System.Net;
using EventedPipelines.Tests.Integration.Http;

namespace EventedPipelines.Tests.Integration.OnCall;

/// <summary>An engineer's calendar program sees the shifts that the schedule has, follows overrides, and nothing once the feed is revoked.</summary>
[Trait("Category", "Full")]
public sealed class when_a_feed_is_subscribed_to(ApiFixture api) : IClassFixture<ApiFixture>
{
    const string Script = """
        import json, sys
        from icalendar import Calendar

        calendar = Calendar.from_ical(sys.stdin.buffer.read())
        json.dump([{
            "uid": str(event["uid"]), "start": event["dtstart"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"), "end": event["dtend"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "summary": str(event["summary"]), "sequence": int(event["sequence"]),
        } for event in calendar.walk("VEVENT")], sys.stdout)
        """;

    [Fact]
    public async Task a_feed_shows_the_shifts_of_the_schedule_and_an_override_changes_the_right_ones()
    {
        await TestTeam.DefineAsync(api);
        var feed = await OpenAsync("""{"engineer":"ada"}""");
        var before = await ReadAsync(feed);
        before.Keys.Order().ShouldBe(await ScheduledAsync("ada"));

        var ours = before.First(entry => entry.Key.StartsWith("sprint-", StringComparison.Ordinal) && string.CompareOrdinal(entry.Value.Start, "2026-12") > 0);
        var (from, to) = ($"{ours.Value.Start[..10]}T12:00:00Z", $"{ours.Value.Start[..10]}T18:00:00Z");
        var made = await api.Client.PostAsync("/api/v1/oncall/overrides", $$"""{"engineer":"ben","insteadOf":"ada","from":"{{from}}","to":"{{to}}","reason":"School play"}""");
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);

        var after = await ReadAsync(feed);
        after.Keys.Order().ShouldBe(await ScheduledAsync("ada"));
        after[ours.Key].ShouldBe(ours.Value with { End = from, Sequence = after[ours.Key].Sequence }, "The shift keeps its entry, which ends where the other begins.");
        after[ours.Key].Sequence.ShouldBeGreaterThan(ours.Value.Sequence);
        before.Where(entry => entry.Key != ours.Key).ShouldBeSubsetOf(after, "No other entry has changed.");
        var standIn = (await ReadAsync(await OpenAsync("""{"engineer":"ben"}"""))).Where(entry => entry.Key.StartsWith(ours.Key[..^"@evented-pipelines".Length], StringComparison.Ordinal))
            .ShouldHaveSingleItem().Value;
        (standIn.Start, standIn.End).ShouldBe((from, to));

        await api.Client.SendAsync(HttpMethod.Delete, made.Location, null);
        var undone = await ReadAsync(feed);
        undone[ours.Key].ShouldBe(ours.Value with { Sequence = undone[ours.Key].Sequence });
        undone[ours.Key].Sequence.ShouldBeGreaterThan(after[ours.Key].Sequence);
        undone.Keys.Order().ShouldBe(before.Keys.Order());
    }

    [Fact]
    public async Task the_address_of_a_feed_is_secret_shown_once_and_can_be_revoked()
    {
        await TestTeam.DefineAsync(api);
        var path = await OpenAsync("{}");
        var answer = await api.Client.GetAsync(path);
        answer.ContentType.ShouldBe("text/calendar");
        var listed = (await api.Client.GetAsync("/api/v1/oncall/feeds")).Text;
        listed.ShouldNotContain(path[(path.IndexOf('=', StringComparison.Ordinal) + 33)..]);

        // A calendar program has no key: the token is its key.
        using var guarded = await api.StartAsync(settings => settings with { ApiKey = "a-key-of-some-length-for-this-test" });
        (await guarded.GetAsync("/api/v1/oncall/now")).Problem(HttpStatusCode.Unauthorized);
        (await guarded.GetAsync(path)).Status.ShouldBe(HttpStatusCode.OK);
        (await guarded.GetAsync($"{path[..^4]}AAAA")).Problem(HttpStatusCode.NotFound);

        var id = Guid.ParseExact(path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..][..32], "N");
        (await api.Client.SendAsync(HttpMethod.Delete, $"/api/v1/oncall/feeds/{id}", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await api.Client.GetAsync(path)).Problem(HttpStatusCode.NotFound);
        (await api.Client.PostAsync("/api/v1/oncall/feeds", """{"engineer":"eve"}""")).Problem(HttpStatusCode.NotFound);
    }

    async Task<string> OpenAsync(string body)
    {
        var opened = await api.Client.PostAsync("/api/v1/oncall/feeds", body);
        opened.Status.ShouldBe(HttpStatusCode.Created, opened.Text);
        return opened.Json["path"]!.ToString();
    }

    async Task<Dictionary<string, Entry>> ReadAsync(string path) =>
        (await OtherReader.RunAsync(Script, (await api.Client.GetAsync(path)).Text)).AsArray().ToDictionary(
            entry => entry!["uid"]!.ToString(),
            entry => new Entry(entry!["start"]!.ToString(), entry["end"]!.ToString(), entry["summary"]!.ToString(), entry["sequence"]!.GetValue<int>()));

    async Task<IEnumerable<string>> ScheduledAsync(string engineer)
    {
        string[] ranges = ["from=2026-08-25&to=2027-06-30", "from=2027-07-01&to=2027-11-27"];
        var answers = await Task.WhenAll(ranges.Select(range => api.Client.GetAsync($"/api/v1/oncall/schedule?{range}")));
        var items = answers.SelectMany(answer => answer.Json["items"]!.AsArray()).DistinctBy(item => item!["key"]!.ToString());
        var (first, last) = (api.Clock.Now.AddDays(-92), api.Clock.Now.AddDays(366));
        return items.Where(item => item!["engineer"]!.ToString() == engineer && item["to"]!.GetValue<DateTimeOffset>() > first && item["from"]!.GetValue<DateTimeOffset>() < last)
            .Select(item => $"{item!["key"]}@evented-pipelines").Order();
    }

    sealed record Entry(string Start, string End, string Summary, int Sequence);
}
