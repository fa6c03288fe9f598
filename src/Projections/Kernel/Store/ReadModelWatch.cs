using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>
/// Knows how far the read models are behind the events, in every process that shows or runs them: after a commit it looks once a second
/// until they have read all, and at rest every few seconds.
/// </summary>
public sealed class ReadModelWatch(NpgsqlDataSource database, CommitSignal commits, ILogger<ReadModelWatch> log) : BackgroundService
{
    /// <summary>The projections that run behind the events, by the names that their progress has.</summary>
    public static readonly IReadOnlyList<string> Names = [.. Folds.ReadModels().Select(fold => fold.Document.Name)];

    static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SlowLook = TimeSpan.FromSeconds(5);

    const string Sql = """
        select coalesce(p.last_seq_id, 0), newest.seq, coalesce(
            (select timestamp from ep.mt_events where seq_id <= p.last_seq_id order by seq_id desc limit 1),
            (select timestamp from ep.mt_events order by seq_id limit 1))
        from (select coalesce(max(seq_id), 0) as seq from ep.mt_events) newest, unnest($1::text[]) with ordinality as model (name, place)
        left join ep.mt_event_progression p on p.name = model.name || ':All'
        order by place
        """;

    readonly ReadModelProgress[] _models = [.. Names.Select(name => new ReadModelProgress(name))];
    readonly HashSet<string> _said = [];
    readonly SemaphoreSlim _committed = new(0, 1);
    volatile IReadOnlyList<ReadModelStanding> _standings = [];
    volatile bool _answers;

    /// <summary>As of the last look that PostgreSQL answered; none before the first.</summary>
    public IReadOnlyList<ReadModelStanding> Standings => _standings;

    /// <summary>Whether PostgreSQL answered the last look.</summary>
    public bool Answers => _answers;

    /// <summary>The time of which the lists are, where a read model lags: when the last event happened that the one that lags most has read.</summary>
    public DateTimeOffset? AsOf => Standings.Where(standing => standing.Lags).Min(standing => standing.AsOf);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        commits.Committed += OnCommitted;
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                var isAtRest = Answers && Standings.All(standing => standing.Unread == 0);
                if (!isAtRest || await _committed.WaitAsync(SlowLook, stoppingToken))
                {
                    await Task.Delay(BetweenLooks, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            commits.Committed -= OnCommitted;
        }
    }

    async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            _standings = await ReadAsync(cancellationToken);
            _answers = true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whoever needs the database says that it is away; here it is enough to know.
            _answers = false;
            return;
        }

        foreach (var standing in _standings)
        {
            if (standing.Lags ? _said.Add(standing.Name) : _said.Remove(standing.Name))
            {
                Say(standing);
            }
        }
    }

    async Task<IReadOnlyList<ReadModelStanding>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = Names.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var now = Stopwatch.GetElapsedTime(0);
        List<ReadModelStanding> standings = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            standings.Add(_models[standings.Count].See(
                reader.GetInt64(0), reader.GetInt64(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(2), now));
        }

        return standings;
    }

    void Say(ReadModelStanding standing)
    {
        if (standing.Lags)
        {
            log.LogWarning("{ReadModel} lags: {Unread} events are not in it, the oldest for {Seconds:0} s", standing.Name, standing.Unread, standing.Behind.TotalSeconds);
        }
        else
        {
            log.LogInformation("{ReadModel} is up to date again", standing.Name);
        }
    }

    void OnCommitted()
    {
        try
        {
            _committed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is due already; it sees this commit too.
        }
    }
}
