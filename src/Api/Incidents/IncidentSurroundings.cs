using EventedPipelines.Domain.Incidents;
using EventedPipelines.Domain.Intervals;
using EventedPipelines.Domain.Runs;
using EventedPipelines.Projections.Incidents;
using Npgsql;

namespace EventedPipelines.Api.Incidents;

/// <summary>What an incident's own document does not know: what came of its pages, what it owes, its interval's latest run. Read for a whole page of them at once.</summary>
public sealed class IncidentSurroundings
{
    const string Notifications = "select id, data ->> 'state', data ->> 'error' from ep.mt_doc_notification where id = any($1)";
    const string Generations = "select id, (data ->> 'generation')::int from ep.mt_doc_interval where id = any($1)";
    const string Owed = "select stream_id, kind, key, due, dead_at is not null from ep.pending_work where stream_id = any($1) and discarded_at is null order by due, id";

    readonly Dictionary<Guid, (PageState State, string? Error)> _told = [];
    readonly Dictionary<Guid, int> _generations = [];
    readonly List<(Guid Incident, string Kind, string Key, DateTimeOffset Due, bool IsDead)> _owed = [];

    public static async Task<IncidentSurroundings> OfAsync(NpgsqlDataSource database, IReadOnlyCollection<IncidentDetails> incidents, CancellationToken token)
    {
        var surroundings = new IncidentSurroundings();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Of(Notifications, incidents.SelectMany(incident => incident.Steps).SelectMany(step => step.Paged).SelectMany(paged => paged.Notifications)));
        batch.BatchCommands.Add(Of(Generations, incidents.Select(incident => IntervalIdOf(incident.State))));
        batch.BatchCommands.Add(Of(Owed, incidents.Select(incident => incident.Id)));
        await using var reader = await batch.ExecuteReaderAsync(token);
        await surroundings.ReadAsync(reader, token);
        return surroundings;
    }

    public Guid? LatestRunOf(Incident incident) =>
        _generations.TryGetValue(IntervalIdOf(incident), out var generation) ? RunId.Of(incident.Pipeline, incident.Interval, generation) : null;

    public (PageState State, string? Error) StateOf(Guid notification) => _told.GetValueOrDefault(notification);

    public IEnumerable<PendingStep> PendingOf(Incident incident) => _owed
        .Where(work => work.Incident == incident.Id)
        .Select(work => new PendingStep(work.Due, $"{IncidentWords.Next(work.Kind, work.Key, incident)}{(work.IsDead ? " It could not be done and is dead work." : "")}"));

    async Task ReadAsync(NpgsqlDataReader reader, CancellationToken token)
    {
        while (await reader.ReadAsync(token))
        {
            _told[reader.GetGuid(0)] = (Enum.Parse<PageState>(reader.GetString(1), ignoreCase: true), reader.IsDBNull(2) ? null : reader.GetString(2));
        }

        await reader.NextResultAsync(token);
        while (await reader.ReadAsync(token))
        {
            _generations[reader.GetGuid(0)] = reader.GetInt32(1);
        }

        await reader.NextResultAsync(token);
        while (await reader.ReadAsync(token))
        {
            _owed.Add((reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetBoolean(4)));
        }
    }

    static Guid IntervalIdOf(Incident incident) => IntervalId.Of(incident.Pipeline, incident.Interval);

    static NpgsqlBatchCommand Of(string sql, IEnumerable<Guid> ids) => new(sql) { Parameters = { new() { Value = ids.ToArray() } } };
}
