using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Notifications;
using EventedPipelines.Workers.Team.Requests;
using Json.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>By webhook; and what holds for any system.</summary>
public sealed class when_tickets_are_posted(PostgresServer server) : IDisposable
{
    static readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    // CloudEvents 1.0.2, JSON format, and our data.
    static readonly JsonSchema cloudEvent = JsonSchema.FromText("""
        {
          "type": "object", "required": ["id", "source", "specversion", "type"], "additionalProperties": false,
          "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "minLength": 1 },
            "source": { "type": "string", "minLength": 1, "format": "uri-reference" },
            "type": { "const": "eventedpipelines.ticket.requested" },
            "subject": { "type": "string", "minLength": 1 },
            "datacontenttype": { "const": "application/json" },
            "data": {
              "type": "object", "required": ["externalKey", "title", "body", "area", "requester", "points"], "additionalProperties": false,
              "properties": {
                "externalKey": { "type": "string" }, "title": { "type": "string" }, "body": { "type": "string" },
                "area": { "type": "string" }, "requester": { "type": "string" }, "points": { "type": "number" }
              }
            }
          }
        }
        """);

    readonly Filing _filing = new($"whsec_{Convert.ToBase64String(key)}");

    public void Dispose() => _filing.Dispose();

    [Fact]
    public async Task a_webhook_gets_a_ticket_as_a_signed_cloud_event_under_the_tickets_key()
    {
        await using var receiver = await AnsweringAsync(new Answer(200, """{"id":"REQ-7","url":"https://desk.example/REQ-7","more":[]}"""));

        (await _filing.FiledAsync(Policy(receiver))).ShouldBe(new("REQ-7", "https://desk.example/REQ-7"));

        var post = receiver.Posts.ShouldHaveSingleItem();
        (post.Method, post.Path, post.Query, post.ContentType).ShouldBe(("POST", "/take", "", "application/cloudevents+json"));
        var (id, at) = (post.Headers["webhook-id"], post.Headers["webhook-timestamp"]);
        (id, at).ShouldBe((Filing.Key, $"{Filing.Now.ToUnixTimeSeconds()}"));
        post.Headers["webhook-signature"].ShouldBe($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at}.{post.Body}")))}");
        cloudEvent.Complaints(post with { ContentType = "application/json" }).ShouldBeEmpty();
        var said = JsonDocument.Parse(post.Body).RootElement;
        (said.GetProperty("id").GetString(), said.GetProperty("source").GetString()).ShouldBe((Filing.Key, "/evented-pipelines/growth"));
        JsonSerializer.Deserialize<TicketDraft>(said.GetProperty("data"), JsonSerializerOptions.Web).ShouldBe(Filing.Draft);
    }

    [Theory]
    [InlineData(204, "", Filing.Key, null)]
    [InlineData(200, "Thank you", Filing.Key, null)]
    [InlineData(201, "{}", Filing.Key, null)]
    [InlineData(200, """{"id":" ","url":7}""", Filing.Key, null)]
    [InlineData(200, """{"id":4711,"url":"https://desk.example/4711"}""", "4711", "https://desk.example/4711")]
    [InlineData(200, """{"id":"REQ-7","url":"javascript:alert(1)"}""", "REQ-7", null)]
    [InlineData(200, """{"id":["REQ-7"],"url":"/REQ-7"}""", Filing.Key, null)]
    [InlineData(200, "[1]", Filing.Key, null)]
    public async Task a_receiver_need_not_say_what_it_calls_a_ticket(int status, string text, string id, string? url)
    {
        await using var receiver = await AnsweringAsync(new Answer(status, text));

        (await _filing.FiledAsync(Policy(receiver))).ShouldBe(new(id, url));
    }

    [Fact]
    public async Task a_receiver_of_tickets_that_answered_with_an_error_gets_the_same_event_again()
    {
        await using var receiver = await AnsweringAsync(new Answer(500, ""), new Answer(200, """{"id":"REQ-7"}"""));

        (await _filing.FailedAsync(Policy(receiver))).ShouldBe(new("The receiver of tickets answered 500.", false, null));
        (await _filing.FiledAsync(Policy(receiver))).Id.ShouldBe("REQ-7");

        receiver.Posts.Select(post => (post.Headers["webhook-id"], post.Body)).Distinct().ShouldHaveSingleItem().Item1.ShouldBe(Filing.Key);
    }

    [Fact]
    public async Task a_tickets_key_that_a_header_does_not_take_is_encoded()
    {
        await using var receiver = await AnsweringAsync(new Answer(204, ""));

        (await _filing.FiledAsync(Policy(receiver), Filing.Draft with { ExternalKey = "request.é" })).Id.ShouldBe("request.é");

        receiver.Posts.ShouldHaveSingleItem().Headers["webhook-id"].ShouldBe("request%2E%C3%A9");
    }

    [Theory]
    [InlineData(401, "see whether it has the signing key that is in {variable}")]
    [InlineData(403, "see whether it has the signing key that is in {variable}")]
    [InlineData(404, "see whether `url` of `ticketing` is right")]
    [InlineData(422, "it says why")]
    [InlineData(307, "it has moved, so give `url` of `ticketing` its new address")]
    public async Task a_refusal_by_a_tickets_receiver_that_only_a_person_can_mend_says_where(int status, string remedy)
    {
        await using var receiver = await AnsweringAsync(new Answer(status, """{"message":"You sent whsec_and_more"}""", ("Location", "/elsewhere")));

        var refused = await _filing.FailedAsync(Policy(receiver));

        (refused.IsPermanent, refused.RetryAfter).ShouldBe((true, null));
        refused.Error.ShouldStartWith($"The receiver of tickets answered {status}: ");
        refused.Error.ShouldContain(remedy.Replace("{variable}", _filing.Variable, StringComparison.Ordinal));
        receiver.Posts.ShouldHaveSingleItem().Path.ShouldBe("/take");
    }

    [Theory]
    [InlineData(429, "11", 11)]
    [InlineData(503, "12", 12)]
    [InlineData(429, "", 60)]
    public async Task a_receiver_of_tickets_that_says_when_is_not_asked_before(int status, string after, int seconds)
    {
        await using var receiver = await AnsweringAsync(new Answer(status, "", ("Retry-After", after)));

        (await _filing.FailedAsync(Policy(receiver))).ShouldBe(new($"The receiver of tickets answered {status}.", false, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public async Task a_receiver_of_tickets_that_hangs_ends_the_attempt()
    {
        using var hasty = new Filing($"whsec_{Convert.ToBase64String(key)}", TimeSpan.FromSeconds(0.5));
        await using var receiver = await WebReceiver.ServeAsync((_, response) => new TaskCompletionSource().Task.WaitAsync(response.HttpContext.RequestAborted), HttpMethods.Post);

        (await hasty.FailedAsync(Policy(receiver) with { SecretFrom = hasty.Variable })).ShouldBe(new("The ticketing system did not answer within 0.5 s.", false, null));
    }

    [Fact]
    public async Task a_receiver_of_tickets_that_hangs_in_the_midst_of_its_answer_ends_the_attempt()
    {
        using var hasty = new Filing($"whsec_{Convert.ToBase64String(key)}", TimeSpan.FromSeconds(0.5));
        await using var receiver = await WebReceiver.ServeAsync(
            async (_, response) =>
            {
                await response.WriteAsync("{");
                await response.Body.FlushAsync();
                await new TaskCompletionSource().Task.WaitAsync(response.HttpContext.RequestAborted);
            },
            HttpMethods.Post);

        (await hasty.FailedAsync(Policy(receiver) with { SecretFrom = hasty.Variable })).Error.ShouldBe("The ticketing system did not answer within 0.5 s.");
    }

    [Theory]
    [InlineData("Webhook")]
    [InlineData("GitHub")]
    [InlineData("Jira")]
    public async Task a_ticketing_system_where_nobody_listens_is_tried_again(string kind)
    {
        var failed = await _filing.FailedAsync(new(new(kind), $"http://127.0.0.1:{MailReceiver.FreePort()}", "acme/data", "Task", "us", _filing.Variable, AllowPrivate: true));

        (failed.IsPermanent, failed.RetryAfter).ShouldBe((false, null));
        failed.Error.ShouldStartWith("The ticketing system could not be reached: ");
    }

    [Fact]
    public async Task a_ticket_is_filed_though_the_receivers_answer_has_no_end()
    {
        await using var receiver = await WebReceiver.ServeAsync(
            async (_, response) =>
            {
                var blanks = Enumerable.Repeat((byte)' ', 1 << 16).ToArray();
                while (!response.HttpContext.RequestAborted.IsCancellationRequested)
                {
                    await response.Body.WriteAsync(blanks, response.HttpContext.RequestAborted);
                }
            },
            HttpMethods.Post);

        (await _filing.FiledAsync(Policy(receiver))).Id.ShouldBe(Filing.Key);
    }

    [Theory]
    [InlineData("Webhook")]
    [InlineData("GitHub")]
    [InlineData("Jira")]
    public async Task a_ticketing_system_in_a_private_network_is_refused_unless_that_is_meant(string kind)
    {
        await using var receiver = await AnsweringAsync(new Answer(200, "{}"));
        var failed = await _filing.FailedAsync(new(new(kind), $"https://localhost:{new Uri(receiver.Site).Port}", "acme/data", "Task", "us", _filing.Variable));

        failed.Error.ShouldContain("is a private address. If that is meant, say `allow_private: true`");
        failed.IsPermanent.ShouldBeFalse();
        receiver.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_ticketing_system_by_plain_http_on_the_internet_is_refused() =>
        (await _filing.FailedAsync(new(TicketingKind.Webhook, "http://desk.example", SecretFrom: _filing.Variable))).Error.ShouldStartWith("The ticketing system must be reached by https");

    [Theory]
    [InlineData("Webhook")]
    [InlineData("GitHub")]
    [InlineData("Jira")]
    public async Task a_ticketing_secret_that_is_not_set_needs_a_person(string kind)
    {
        using var without = new Filing(null);

        (await without.FailedAsync(new(new(kind), "https://desk.example", "acme/data", "Task", "us", without.Variable))).ShouldBe(
            new($"The environment variable {without.Variable} of `ticketing` is not set.", true, null));
    }

    [Fact]
    public async Task a_ticketing_secret_that_is_no_signing_key_needs_a_person()
    {
        await using var receiver = await AnsweringAsync(new Answer(200, "{}"));
        using var wrong = new Filing("no key at all!");

        (await wrong.FailedAsync(Policy(receiver) with { SecretFrom = wrong.Variable })).ShouldBe(
            new($"{wrong.Variable} holds no signing key: it is `whsec_` and the key in base64.", true, null));
    }

    [Theory]
    [InlineData("Webhook")]
    [InlineData("GitHub")]
    [InlineData("Jira")]
    public async Task an_attempt_at_a_ticket_that_is_called_off_comes_to_no_result(string kind)
    {
        var asked = new TaskCompletionSource();
        await using var receiver = await WebReceiver.ServeAsync(
            async (post, response) =>
            {
                if (post.Method == HttpMethods.Get)
                {
                    await response.WriteAsync(kind is "Jira" ? """{"issues":[]}""" : "[]");
                }
                else if (!post.Path.EndsWith("/labels", StringComparison.Ordinal))
                {
                    asked.SetResult();
                    await new TaskCompletionSource().Task.WaitAsync(response.HttpContext.RequestAborted);
                }
            },
            HttpMethods.Get,
            HttpMethods.Post);
        using var stop = new CancellationTokenSource();

        var filed = _filing.FileAsync(new(new(kind), receiver.Site, "acme/data", "Task", "us", _filing.Variable, AllowPrivate: true), cancellationToken: stop.Token);
        await asked.Task;
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(filed);
    }

    [Fact]
    public async Task the_workers_file_tickets()
    {
        await using var receiver = await AnsweringAsync(new Answer(200, """{"id":"REQ-7"}"""));
        await using var workers = await RunningWorkers.StartAsync(server);

        (await workers.Services.GetRequiredService<TicketFiler>().FileAsync(Filing.Draft, Policy(receiver), default)).ShouldBe(new TicketResult.Filed(new("REQ-7", null)));
    }

    TicketingPolicy Policy(WebReceiver receiver) => new(TicketingKind.Webhook, receiver.Url, SecretFrom: _filing.Variable, AllowPrivate: true);

    // The last of them again and again.
    static Task<WebReceiver> AnsweringAsync(params Answer[] answers)
    {
        var number = 0;
        return WebReceiver.ServeAsync((_, response) => answers[Math.Min(Interlocked.Increment(ref number), answers.Length) - 1].WriteAsync(response), HttpMethods.Post);
    }
}
