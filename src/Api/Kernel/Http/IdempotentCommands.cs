using EventedPipelines.Application.Kernel;
using Marten;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventedPipelines.Api.Kernel.Http;

/// <summary>
/// Does a command in one transaction, and with an Idempotency-Key once: the answer is kept in the transaction of its events, under a
/// lock on the key. So a second request with the key waits for the first and gets its answer, whatever happened to the process in
/// between. A refusal changed nothing and is not kept.
/// </summary>
public sealed class IdempotentCommands(IDocumentStore store, TimeProvider clock, IOptions<JsonOptions> json)
{
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    const string Lock = "select pg_advisory_xact_lock(hashtextextended($1, 1))";
    const string Read = "select request, status, location, body from ep.idempotency where key = $1";
    const string Write = "insert into ep.idempotency (key, request, status, location, body, answered_at) values (?, ?, ?, ?, ?, ?)";
    const string Forget = "delete from ep.idempotency where answered_at < ?";

    /// <param name="http">The request; its user is the actor of the events.</param>
    /// <param name="command">The command as understood, which tells two requests with one key apart.</param>
    /// <param name="decide">Appends the events and says what to answer. May be called again when another writer was first.</param>
    public Task<Reply<T>> DoAsync<T>(HttpContext http, object command, Func<IDocumentSession, Task<Reply<T>>> decide)
    {
        var key = IdempotencyKey.Of(http.Request, command, json.Value.SerializerOptions);
        if (key is not null && !IdempotencyKey.IsKey(key.Value))
        {
            return Task.FromResult<Reply<T>>(Problems.Invalid(IdempotencyKey.Header, "At most 200 printable ASCII characters without spaces."));
        }

        return store.InTransactionAsync(http.RecordedActor(), async session =>
        {
            session.CorrelationId = http.TraceId();
            return key is null ? await decide(session) : await OnceAsync(session, key, decide, http.RequestAborted);
        }, http.RequestAborted);
    }

    async Task<Reply<T>> OnceAsync<T>(IDocumentSession session, IdempotencyKey key, Func<IDocumentSession, Task<Reply<T>>> decide, CancellationToken cancellationToken)
    {
        if (await EarlierAsync<T>(session, key, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var reply = await decide(session);
        if (reply.Problem is null)
        {
            var body = System.Text.Encoding.UTF8.GetString(reply.Content(json.Value.SerializerOptions));
            var now = clock.GetUtcNow();
            session.QueueSqlCommand(Write, key.Value, key.Request, reply.Status, reply.Location!, body, now);
            session.QueueSqlCommand(Forget, now - KeptFor);
        }

        return reply;
    }

    static async Task<Reply<T>?> EarlierAsync<T>(IDocumentSession session, IdempotencyKey key, CancellationToken cancellationToken)
    {
        await session.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(session.Connection)
        {
            BatchCommands =
            {
                new(Lock) { Parameters = { new() { Value = key.Value } } },
                new(Read) { Parameters = { new() { Value = key.Value } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        return reader.GetString(0) == key.Request
            ? new Reply<T>(reader.GetInt32(1), default) { Location = reader.GetString(2), Stored = System.Text.Encoding.UTF8.GetBytes(reader.GetString(3)) }
            : Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "Key used before", "This Idempotency-Key was sent with another request.",
                "Use a new key for a new command; send the very same request to get the earlier answer.");
    }
}
