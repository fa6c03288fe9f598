using EventedPipelines.Domain.Production.Runs;
using Npgsql;

namespace EventedPipelines.Bench;

/// <summary>One step as its events tell: the milliseconds from being due to being started, and from there to its result.</summary>
sealed record StepTime(string Kind, double Wait, double Work);

sealed record RunTime(double Milliseconds, IReadOnlyList<StepTime> Steps);

/// <summary>What the events of runs say about their time.</summary>
sealed class RunHistory(BenchWorkers workers)
{
    public async Task<RunTime> OfAsync(Guid run)
    {
        await using var session = workers.Store.QuerySession();
        var events = (await session.Events.FetchStreamAsync(run)).Select(e => e.Data).ToList();
        var start = events.OfType<RunStarted>().Single().StartedAt;
        var (due, last) = (start, start);
        var started = new Dictionary<string, AttemptStarted>();
        List<StepTime> steps = [];
        foreach (var fact in events)
        {
            if (fact is AttemptStarted attempt)
            {
                // The steps of a stage are due together, when all of the stage before are done.
                due = started.Count == steps.Count ? last : due;
                started[attempt.Step] = attempt;
                steps.Add(new(attempt.Step.Split(':')[0], (attempt.StartedAt - due).TotalMilliseconds, 0));
            }
            else if (Ended(fact) is var (step, at))
            {
                var index = started.Keys.ToList().IndexOf(step);
                steps[index] = steps[index] with { Work = (at - started[step].StartedAt).TotalMilliseconds };
                last = at;
            }
        }

        return new((last - start).TotalMilliseconds, steps);
    }

    public async Task<DateTimeOffset> LastPublicationAsync() =>
        new((DateTime)(await ScalarAsync("select max((data ->> 'publishedAt')::timestamptz) from ep.mt_events where type = 'run_published'"))!);

    /// <summary>Of those that have ended: a schedule may have opened another one meanwhile.</summary>
    public async Task DemandAllSucceededAsync()
    {
        if (await ScalarAsync("select count(*) from ep.mt_doc_run where data ->> 'outcome' not like 'Succeeded%'") is not 0L)
        {
            throw new InvalidOperationException("Not all runs succeeded: the figures mean nothing.");
        }
    }

    static (string Step, DateTimeOffset At)? Ended(object fact) => fact switch
    {
        SourceIngested e => ($"{Step.Ingest(e.Source)}", e.IngestedAt),
        InputsChecked e => ($"{Step.CheckInputs}", e.CheckedAt),
        TransformSucceeded e => ($"{Step.Transform(e.Model)}", e.FinishedAt),
        OutputsChecked e => ($"{Step.CheckOutputs}", e.CheckedAt),
        RunPublished e => ($"{Step.Publish}", e.PublishedAt),
        _ => null,
    };

    async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(workers.Database.App);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
