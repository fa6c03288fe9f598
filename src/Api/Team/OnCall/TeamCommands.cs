using EventedPipelines.Api.Kernel;
using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Application.Team.OnCall;
using Marten;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>Commands that change who is there: what follows from them is done before they are answered, and owed by the open sprint should the process die in between.</summary>
public sealed class TeamCommands(IdempotentCommands commands, IDocumentStore store, ApiSettings settings, TimeProvider clock)
{
    /// <param name="http">The request.</param>
    /// <param name="command">The command as it was sent.</param>
    /// <param name="decide">Appends the events and says what to answer.</param>
    /// <param name="told">Adds to the answer why a year's holidays could not be planned, one line a year; null where it says nothing of it.</param>
    public async Task<Reply<T>> DoAsync<T>(HttpContext http, object command, Func<IDocumentSession, Task<Reply<T>>> decide, Func<T, IReadOnlyList<string>, T>? told = null)
        where T : class
    {
        var reply = await commands.DoAsync(http, command, decide);
        if (reply.Problem is not null)
        {
            return reply;
        }

        var refused = await FollowUpAsync(http);
        return reply.Body is { } body && told is not null ? reply with { Body = told(body, refused) } : reply;
    }

    public Task<IReadOnlyList<string>> FollowUpAsync(HttpContext http) => store.FollowUpAsync(settings.Simulated, clock.GetUtcNow(), http.RequestAborted);
}
