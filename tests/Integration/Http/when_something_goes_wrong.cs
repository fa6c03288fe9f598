using System.Net;
using System.Text;
using Npgsql;
using static EventedPipelines.Tests.Integration.Http.Definitions;

namespace EventedPipelines.Tests.Integration.Http;

[Collection(ApiCollection.Name)]
public sealed class when_something_goes_wrong(ApiFixture api)
{
    [Fact]
    public async Task an_unknown_path_of_the_api_says_where_the_known_ones_are() =>
        (await api.Client.GetAsync("/api/v1/nothing")).Problem(HttpStatusCode.NotFound)["remedy"]!.ToString().ShouldContain("/openapi/v1.json");

    [Fact]
    public async Task a_wrong_http_method_is_answered_with_the_right_ones()
    {
        var answer = await api.Client.SendAsync(HttpMethod.Put, "/api/v1/runs", new StringContent("{}", Encoding.UTF8, "application/json"));

        answer.Problem(HttpStatusCode.MethodNotAllowed)["remedy"]!.ToString().ShouldBe("It takes GET, POST.");
        answer.ContentHeaders.Allow.ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public async Task a_command_whose_body_is_no_json_is_refused_with_the_line() =>
        (await api.Client.PostAsync("/api/v1/runs", "{\n\"pipeline\": nobody}")).Problem(HttpStatusCode.BadRequest)["detail"]!.ToString().ShouldContain("line 2");

    [Fact]
    public async Task a_command_whose_body_is_too_large_is_refused() =>
        (await api.Client.PostAsync("/api/v1/runs", $$"""{"reason":"{{new string('x', 70_000)}}"}""")).Problem(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task an_api_without_a_database_is_alive_but_not_ready_and_asks_to_come_back()
    {
        using var client = await api.StartAsync(settings => settings with { Database = "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing" });

        var answer = await client.GetAsync("/api/v1/areas");

        answer.Problem(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        (await client.GetAsync("/health/ready")).Problem(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task an_api_whose_database_has_no_schema_is_not_ready()
    {
        using var client = await api.StartAsync(settings => settings with { Database = new NpgsqlConnectionStringBuilder(settings.Database) { Database = "postgres" }.ConnectionString });

        (await client.GetAsync("/health/ready")).Problem(HttpStatusCode.ServiceUnavailable)["remedy"]!.ToString().ShouldContain("schema step");
        (await api.Client.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task too_many_commands_at_once_are_told_to_come_back()
    {
        await api.Story.DefineAsync(Daily("crowd", "profit"));
        using var client = await api.StartAsync(settings => settings with { InFlight = 1 });
        await using var connection = new NpgsqlConnection(api.Database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('crowd', 1))", connection, transaction);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // The first is worked on and waits for the key's lock, the second waits for the first, the others are one too many.
        var asked = Enumerable.Range(0, 5).Select(_ => client.PostAsync("/api/v1/runs", """{"pipeline":"crowd","interval":"2026-11-21"}""", ("Idempotency-Key", "crowd"))).ToList();
        var refused = await await Task.WhenAny(asked);
        refused.Problem(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        (await Task.WhenAll(asked)).Select(answer => answer.Status).Order().ShouldBe([
            HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests,
        ]);
    }
}
