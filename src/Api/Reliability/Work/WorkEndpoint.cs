using EventedPipelines.Api.Kernel.Http;
using EventedPipelines.Domain.Kernel.Work;
using EventedPipelines.Projections.Kernel.Work;
using EventedPipelines.Projections.Reliability.Work;
using Npgsql;
using Wolverine.Http;

namespace EventedPipelines.Api.Reliability.Work;

public static class WorkEndpoint
{
    static readonly string[] Kinds = [.. WorkKind.All.Select(kind => kind.Name)];

    [WolverineGet("/api/v1/work")]
    [Tags("Work"), EndpointSummary(
        "Pending work: what is dead, what fails, what is due by its time, and last the looks at the files of watched intervals. With counts of all of it; what was discarded is listed when it is asked for.")]
    public static async Task<Reply<WorkPage>> List(WorkState? state, string? kind, int? limit, string? cursor, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (kind is not null && !Kinds.Contains(kind))
        {
            return Problems.Invalid(nameof(kind), NearestName.Unknown(kind, Kinds));
        }

        if (!Cursor.TryDecode<WorkPosition>(cursor, out var after))
        {
            return Problems.NoCursor();
        }

        var size = limit ?? Page.DefaultLimit;
        var (rows, counts) = await WorkSearch.FindAsync(database, new(state, kind is null ? null : WorkKind.Of(kind)), after, size + 1, cancellationToken);
        var page = Page.Of(rows, size, WorkView.Of, row => Cursor.Encode(row.Position));
        return new WorkPage(page.Items, page.Next, [.. counts.Select(WorkCount.Of)]);
    }
}
