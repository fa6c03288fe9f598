using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Projections.Reliability.Notifications;
using Marten;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Notifications;

public static class NotificationsEndpoint
{
    [WolverineGet("/api/v1/notifications")]
    [Tags("Notifications"), EndpointSummary("What people were told, or are about to be, newest first: the inbox. 'engineer' is whoever it is for, an engineer or a team.")]
    public static async Task<Reply<Page<NotificationView>>> List(
        string? engineer, NotificationState? state, int? limit, string? cursor, IDocumentStore store, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!Cursor.TryDecode<NotificationKey>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var found = await NotificationSearch.FindAsync(database, store.Options.Serializer(), engineer, state, after, size + 1, cancellationToken);
        return Page.Of(found, size, row => NotificationView.Of(row.Notification), row => Cursor.Encode(row.Key));
    }
}
