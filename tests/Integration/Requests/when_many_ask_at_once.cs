using System.Net;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;
using Marten;

namespace EventedPipelines.Tests.Integration.Requests;

/// <summary>200 requests at once at the boundary of the budget: no point is spent twice, each is accepted once or ticketed once, none fails (domain.md 5.4).</summary>
[Trait("Category", "Full")]
public sealed class when_many_ask_at_once(ApiFixture api, ITestOutputHelper output) : IClassFixture<ApiFixture>
{
    const int Requests = 200;

    [Fact]
    public async Task the_request_budget_of_a_sprint_is_never_overspent_when_many_ask_at_once()
    {
        await TestTeam.DefineAsync(api);
        var since = TimeProvider.System.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(FileAsync));

        var took = TimeProvider.System.GetElapsedTime(since);
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        var states = answers.CountBy(answer => answer.Json["state"]!.ToString()).ToDictionary();
        output.WriteLine($"{Requests} requests in {took.TotalSeconds:0.00} s: {string.Join(", ", states)}");

        // 4 points, and each asks for 0.3: 13 fit.
        states.ShouldBe(new Dictionary<string, int> { ["accepted"] = 13, ["queued"] = Requests - 13 }, ignoreOrder: true);
        await using var session = api.Store.QuerySession();
        var sprint = (await session.Query<Sprint>().Where(sprint => sprint.Handover == null).SingleAsync());
        (sprint.Reserved, sprint.Left, sprint.Overflowed.Count).ShouldBe((3.9m, 0.1m, Requests - 13));
        var requests = await session.Query<Request>().ToListAsync();
        requests.Count(request => request.State is RequestState.Accepted).ShouldBe(13);
        sprint.Reservations.Select(reservation => reservation.RequestId).Concat(sprint.Overflowed.Select(overflow => overflow.RequestId)).Order()
            .ShouldBe(requests.Select(request => request.Id).Order());
        var events = await session.Events.FetchStreamAsync(sprint.Id);
        events.Select(e => e.Version).ShouldBe(Enumerable.Range(1, events.Count).Select(version => (long)version));
    }

    // As a client does that is told to come back: the server takes so many at a time, and its database so many connections.
    async Task<Answer> FileAsync(int number)
    {
        while (true)
        {
            var answer = await api.Client.PostAsync(
                "/api/v1/requests", $$"""{"requester":"r{{number}}","area":"growth","title":"Request {{number}}","points":0.3}""", ("Idempotency-Key", $"many-{number}"));
            if (answer.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                return answer;
            }
        }
    }
}
