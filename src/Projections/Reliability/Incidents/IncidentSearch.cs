using System.Linq.Expressions;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Projections.Kernel.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventedPipelines.Projections.Reliability.Incidents;

/// <summary>
/// Which incidents are asked for. <paramref name="Resolved"/>: only those that are, or only those that are not. That of a source is found under the area and the pipeline of each that
/// it holds up.
/// </summary>
public sealed record IncidentFilter(IncidentStatus? Status, bool? Resolved, string? Area, string? Pipeline);

/// <summary>The sort key of an incident. The instant is in microseconds, as PostgreSQL has it.</summary>
public sealed record IncidentKey(long OpenedAt, Guid Id);

/// <summary>Reads the incidents' documents, newest first.</summary>
public static class IncidentSearch
{
    static readonly StoredDocument<IncidentDetails> Incidents = new();

    static readonly NewestFirst<IncidentDetails> Newest = new(incident => incident.State.OpenedAt, $"""
        ($4::text is null or {Incidents.Text(incident => incident.Status)} = $4)
            and ($5::bool is null or ({Incidents.Text(incident => incident.Status)} = {StoredName.Quoted(IncidentStatus.Resolved)}) = $5)
            and ($6::text is null or {Affects(affected => affected.Area, "$6")}) and ($7::text is null or {Affects(affected => affected.Pipeline, "$7")})
        """);

    static string Affects(Expression<Func<AffectedInterval, object?>> member, string parameter) =>
        $"{Incidents.Json(incident => incident.State.Affected)} @> jsonb_build_array(jsonb_build_object('{StoredName.Of(member)}', {parameter}::text))";

    public static async Task<IReadOnlyList<(IncidentDetails Incident, IncidentKey Key)>> FindAsync(
        NpgsqlDataSource database, ISerializer json, IncidentFilter filter, IncidentKey? after, int limit, CancellationToken cancellationToken)
    {
        var found = await Newest.ReadAsync(
            database, json, after is null ? null : (after.OpenedAt, after.Id), limit, cancellationToken,
            Rows.Word(filter.Status), Rows.Parameter(filter.Resolved, NpgsqlDbType.Boolean), Rows.Parameter(filter.Area, NpgsqlDbType.Text), Rows.Parameter(filter.Pipeline, NpgsqlDbType.Text));
        return [.. found.Select(row => (row.Document, new IncidentKey(row.At, row.Id)))];
    }
}
