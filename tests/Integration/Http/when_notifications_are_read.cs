using System.Net;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_notifications_are_read(ApiFixture api)
{
    readonly Trouble _trouble = new(api.Store, api.Clock);

    [Fact]
    public async Task the_inbox_of_an_engineer_is_newest_first()
    {
        await _trouble.OwnAsync("told", "told-ada", "told-ben");
        var before = api.Clock.Now;
        List<Guid> incidents = [];
        foreach (var day in (int[])[18, 19, 20])
        {
            api.Clock.Now = before.AddMinutes(day);
            incidents.Add(await _trouble.RaiseAsync("told", "told", $"2026-11-{day}"));
            await _trouble.PageAsync(incidents[^1]);
        }

        api.Clock.Now = before;
        await _trouble.TellAsync(incidents[0]);

        (await SubjectsAsync("engineer=told-ada")).ShouldBe([incidents[2], incidents[1], incidents[0]]);
        (await SubjectsAsync("engineer=told-ada&state=queued")).ShouldBe([incidents[2], incidents[1]]);
        (await SubjectsAsync("engineer=told-ada&state=sent")).ShouldBe([incidents[0]]);
        (await SubjectsAsync("engineer=told-ben")).ShouldBeEmpty();
        var first = await api.Client.GetAsync("/api/v1/notifications?engineer=told-ada&limit=2");
        (await SubjectsAsync($"engineer=told-ada&limit=2&cursor={first.Json["next"]}")).ShouldBe([incidents[0]]);
        var told = first.Json["items"]![0]!;
        told["kind"]!.ToString().ShouldBe("page");
        told["channel"]!.ToString().ShouldBe("inbox");
        told["title"]!.ToString().ShouldBe("[told] told 2026-11-20: told has failed.");
    }

    [Theory]
    [InlineData("state=lost")]
    [InlineData("cursor=nonsense")]
    [InlineData("enginer=ada")]
    public async Task a_question_for_notifications_that_is_not_understood_is_refused(string query) =>
        (await api.Client.GetAsync($"/api/v1/notifications?{query}")).Problem(HttpStatusCode.BadRequest);

    async Task<Guid[]> SubjectsAsync(string query) => [.. (await api.Client.GetAsync($"/api/v1/notifications?{query}")).Values("items", "subjectId").Select(Guid.Parse)];
}
