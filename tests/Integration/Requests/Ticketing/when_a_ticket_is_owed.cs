using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Team.Requests;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Http;
using EventedPipelines.Tests.Integration.OnCall;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>What does not fit in a sprint is filed once in the team's system: down means queued and visible, and a process that died leaves no second one (domain.md 5.4).</summary>
[Trait("Category", "Full")]
public sealed class when_a_ticket_is_owed(PostgresServer server) : IAsyncLifetime
{
    static readonly DateTimeOffset now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    readonly Filing _filing = new(GitHubStandIn.Token);
    GitHubStandIn _github = null!;
    StillSystem _system = null!;
    ApiClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStandIn.StartAsync();
        var policies = PolicySet.Default with { Requests = RequestPolicy.Default with { Ticketing = _github.Policy(_filing) } };
        _system = await StillSystem.StartAsync(server, new("", "test", "UTC", "", "USD", []) { Team = TestTeam.Of([2026, 2027]), Policies = policies }, now);
        await new Story(_system.Store, TimeProvider.System).DefineAsync(Definitions.Daily("team-growth", "growth"));
        _client = _system.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _system.DisposeAsync();
        await _github.DisposeAsync();
        _filing.Dispose();
    }

    [Fact]
    public async Task a_ticket_waits_while_the_ticketing_system_is_down_and_is_filed_once()
    {
        _github.Instead = (_, _) => Task.FromResult<Answer?>(Answer.Json(503, new { message = "Unavailable" }));
        var asked = await AskAsync();

        await _system.PassToAsync(now.AddMinutes(8));
        var queued = (await _client.GetAsync(asked.Location)).Json;
        queued["state"]!.ToString().ShouldBe("queued");
        queued["ticket"]!["attempts"]!.GetValue<int>().ShouldBe(4, "At once, after 10 s, 1 m and 5 m.");
        queued["ticket"]!["error"]!.ToString().ShouldContain("503");
        queued["ticket"]!["nextDueAt"]!.ToString().ShouldNotBeEmpty();

        _github.Instead = (_, _) => Task.FromResult<Answer?>(null);
        await _system.PassToAsync(now.AddHours(3));
        var filed = (await _client.GetAsync(asked.Location)).Json;
        (filed["state"]!.ToString(), filed["ticket"]!["system"]!.ToString(), filed["ticket"]!["id"]!.ToString()).ShouldBe(("filed", "github", "acme/data#1"));
        _github.Issues.ShouldHaveSingleItem()["title"]!.ToString().ShouldBe("A whole new funnel");
        (await _client.GetAsync("/api/v1/request-budget")).Json["overflowed"]![0]!["ticket"]!.ToString().ShouldBe("acme/data#1");
        (await _client.PostAsync($"{asked.Location}/cancel", "{}")).Problem(System.Net.HttpStatusCode.Conflict)["detail"]!.ToString().ShouldContain("close it there");
    }

    [Fact]
    public async Task a_ticket_that_a_process_filed_before_it_died_is_found_and_not_filed_again()
    {
        _github.Instead = (_, _) => Task.FromResult<Answer?>(Answer.Json(503, new { message = "Unavailable" }));
        var id = Guid.Parse((await AskAsync()).Json["id"]!.ToString());
        await _system.PassToAsync(now.AddSeconds(5));

        // The next attempt reaches the system, and the process dies before it can say so.
        await _system.Store.DecideAsync<Request>(id, "dead", (request, _) => [new TicketAttempted(id, request.Ticket!.Attempts + 1, _system.Now)], default);
        _github.Instead = (_, _) => Task.FromResult<Answer?>(null);
        _github.Create("A whole new funnel", [$"evented-{id:N}"]);
        await _system.PassToAsync(now.AddMinutes(1));
        (await StateAsync(id)).ShouldBe(RequestState.Queued, "The other system's search may not have it yet.");

        await _system.PassToAsync(now.AddMinutes(3));

        (await StateAsync(id)).ShouldBe(RequestState.Filed);
        _github.Issues.ShouldHaveSingleItem();
    }

    async Task<Http.Answer> AskAsync()
    {
        var answer = await _client.PostAsync("/api/v1/requests", """{"requester":"Marketing","area":"growth","title":"A whole new funnel","points":20}""");
        answer.Status.ShouldBe(System.Net.HttpStatusCode.Created, answer.Text);
        return answer;
    }

    async Task<RequestState> StateAsync(Guid id)
    {
        await using var session = _system.Store.QuerySession();
        return (await session.LoadAsync<Request>(id))!.State;
    }
}
