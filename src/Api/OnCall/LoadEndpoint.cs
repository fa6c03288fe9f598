using EventedPipelines.Api.Http;
using EventedPipelines.Domain;
using EventedPipelines.Domain.Notifications;
using EventedPipelines.Domain.OnCall;
using EventedPipelines.Projections.OnCall;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.OnCall;

/// <summary>What each engineer had to do with. <paramref name="Fairness"/> is Jain's index of the hours: 1 where all have the same; null where there are none.</summary>
public sealed record LoadView(DateOnly From, DateOnly To, IReadOnlyList<EngineerLoad> Items, decimal? Fairness);

public static class LoadEndpoint
{
    const int Days = 92;

    const string QueuedAt = "ep.mt_immutable_timestamptz(data -> 'queued' ->> 'queuedAt')";

    const string ReceivedAt = "ep.mt_immutable_timestamptz(data -> 'received' ->> 'receivedAt')";

    // A page is one, however many channels it went by: they name the same event.
    const string Pages = $"""
        select distinct data -> 'queued' ->> 'recipient', (data -> 'queued' ->> 'subjectId')::uuid, data -> 'queued' ->> 'because' from ep.mt_doc_notification
        where data -> 'queued' ->> 'kind' = '{nameof(NotificationKind.Page)}' and {QueuedAt} >= $1 and {QueuedAt} < $2
        """;

    const string Requests = $"select data ->> 'engineer' from ep.mt_doc_request where data ->> 'engineer' is not null and {ReceivedAt} >= $1 and {ReceivedAt} < $2";

    [WolverineGet("/api/v1/oncall/load")]
    [Tags("On-call"), EndpointSummary("Hours of duty, pages, incidents and requests by engineer, between two days, both included, and how evenly the hours are spread. Without days, the last three months.")]
    [Refuses(404)]
    public static async Task<Reply<LoadView>> Get(DateOnly? from, DateOnly? to, IDocumentStore store, NpgsqlDataSource database, DateTimeOffset now, CancellationToken token)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<DefinedTeam>(DefinedTeam.TheId, token) is not { Plan: var team })
        {
            return TeamProblems.NoTeam();
        }

        if (OnCallRange.Of(from, to, LocalTime.DayOf(now, team.TimeZone).AddDays(1 - Days), Days, team, out var problem) is not { } range)
        {
            return problem!;
        }

        // What is to come is nobody's load yet.
        var end = range.To < now ? range.To : now;
        var roster = (await session.RosterAsync(range.From, end, token))!;
        var shifts = Shifts.Between(roster, await session.CalendarAsync(token), range.From, end).ToList();
        var pages = await ReadAsync(database, Pages, range.From, end, row => new PageReceived(row.GetString(0), row.GetGuid(1)), token);
        var requests = await ReadAsync(database, Requests, range.From, end, row => row.GetString(0), token);
        var (items, fairness) = DutyLoad.Of(team.Members.Select(member => member.Id), team.NameOf, shifts, pages, requests, range.From, end);
        return new LoadView(range.First, range.Last, items, fairness);
    }

    static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource database, string sql, DateTimeOffset from, DateTimeOffset to, Func<NpgsqlDataReader, T> item, CancellationToken token)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        await using var reader = await command.ExecuteReaderAsync(token);
        List<T> found = [];
        while (await reader.ReadAsync(token))
        {
            found.Add(item(reader));
        }

        return found;
    }
}
