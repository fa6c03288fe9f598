using Spectre.Console;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>Asks how far long work is until it is at its end, with a bar.</summary>
static class Following
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(300);

    /// <param name="connection">The server.</param>
    /// <param name="path">Where it tells.</param>
    /// <param name="console">Where the bar is.</param>
    /// <param name="show">Sets the bar to what the server says.</param>
    /// <param name="endOf">What it has come to; null while it goes on.</param>
    /// <param name="cancellationToken">Ends the asking; the work goes on.</param>
    public static async Task<TEnd> ToItsEndAsync<TView, TEnd>(
        ServerConnection connection, string path, ProgressConsole console, Action<ProgressTask, TView> show, Func<ServerAnswer<TView>, Task<TEnd?>> endOf, CancellationToken cancellationToken)
        where TEnd : class
    {
        TEnd? end = null;
        await console.Console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async progress =>
        {
            var bar = progress.AddTask("...");
            while (end is null)
            {
                var answer = await connection.GetPatientlyAsync<TView>(path, cancellationToken);
                show(bar, answer.Value);
                end = await endOf(answer);
                if (end is null)
                {
                    await Task.Delay(Every, cancellationToken);
                }
            }
        });
        return end!;
    }
}
