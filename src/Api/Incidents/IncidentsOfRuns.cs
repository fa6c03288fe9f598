using EventedPipelines.Domain.Incidents;
using EventedPipelines.Projections.Runs;
using Npgsql;

namespace EventedPipelines.Api.Incidents;

/// <summary>Which intervals of runs have an incident, open or resolved. Its id is derived; the question is whether it exists.</summary>
public sealed class IncidentsOfRuns
{
    readonly HashSet<Guid> _known = [];

    public static async Task<IncidentsOfRuns> OfAsync(NpgsqlDataSource database, IReadOnlyCollection<RunDetails> runs, CancellationToken token)
    {
        var incidents = new IncidentsOfRuns();
        await using var command = database.CreateCommand("select id from ep.mt_doc_incident where id = any($1)");
        command.Parameters.Add(new() { Value = runs.Select(IdOf).Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            incidents._known.Add(reader.GetGuid(0));
        }

        return incidents;
    }

    public Guid? Of(RunDetails run) => _known.Contains(IdOf(run)) ? IdOf(run) : null;

    static Guid IdOf(RunDetails run) => Incident.IdOf(run.Pipeline, run.Interval);
}
