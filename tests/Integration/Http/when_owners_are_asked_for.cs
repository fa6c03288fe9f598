using System.Net;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.Owners;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_owners_are_asked_for(ApiFixture api)
{
    [Theory]
    [InlineData("2026-03-02", "ada", "2026-01-01")]
    [InlineData("2026-06-30", "ada", "2026-01-01")]
    [InlineData("2026-07-01", "ben", "2026-07-01")]
    [InlineData("2025-12-31", "", null)]
    public async Task the_owners_of_an_area_on_a_past_day_stay_who_they_were(string at, string primary, string? from)
    {
        await AssignAsync("owned-past", ("2026-01-01", "ada"), ("2026-07-01", "ben"));

        var owners = (await api.Client.GetAsync($"/api/v1/areas/owned-past/owners?at={at}")).Json;

        owners["at"]!.ToString().ShouldBe(at);
        string.Join(",", owners["primary"]!.AsArray().Select(owner => owner!["id"])).ShouldBe(primary);
        owners["from"]?.ToString().ShouldBe(from);
    }

    [Fact]
    public async Task the_owners_of_an_area_are_those_of_today_where_no_day_is_given()
    {
        await AssignAsync("owned-today", ("2026-01-01", "ada"));

        var owners = (await api.Client.GetAsync("/api/v1/areas/owned-today/owners")).Json;

        owners["at"]!.ToString().ShouldBe("2026-11-25");
        owners["primary"]![0]!["name"]!.ToString().ShouldBe("Engineer ada");
    }

    [Fact]
    public async Task the_owners_of_an_area_that_does_not_exist_are_not_found()
    {
        (await api.Client.GetAsync("/api/v1/areas/nowhere/owners")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/areas/no%2Fwhere/owners")).Problem(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/areas/nowhere/owners?at=yesterday")).Problem(HttpStatusCode.BadRequest);
    }

    Task<int> AssignAsync(string area, params (string From, string Primary)[] stated) => api.Store.InTransactionAsync("workspace", async session =>
    {
        var team = new TeamDefinition(
            [new("ada", "Engineer ada", 4), new("ben", "Engineer ben", 3)],
            [.. stated.Select(assignment => new Assignment(area, DateOnly.ParseExact(assignment.From, "yyyy-MM-dd"), [assignment.Primary], []))],
            new Dictionary<string, OwnersNeeded>());
        var stream = await session.Events.FetchForWriting<Ownership>(Ownership.IdOf(area));
        stream.AppendMany(AssignOwnersDecision.Decide(new(area, team, "workspace"), stream.Aggregate, new(2026, 11, 25), api.Clock.GetUtcNow()));
        return 0;
    }, default);
}
