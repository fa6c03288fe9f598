using System.Collections.Concurrent;
using System.Diagnostics;
using EventedPipelines.Workers;
using Serilog;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>One of our programs as a process of its own, with the environment that a deployment gives it. Disposing kills it.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly ConcurrentQueue<string> _lines = [];
    readonly SemaphoreSlim _said = new(0);
    readonly CancellationTokenSource _ended = new();

    readonly ILogger _log;

    ChildProcess(Process process, string program) => (_process, _log) = (process, HostLogs.OfThisTest().ForContext("SourceContext", Path.GetFileNameWithoutExtension(program)));

    public static string WorkersProgram => typeof(WorkersHost).Assembly.Location;

    public static string CliProgram => typeof(Cli.WholeSystem).Assembly.Location;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Cancelled when the process has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    public string Output => string.Join('\n', _lines);

    public static ChildProcess Start(string program, string[] arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new() { StartInfo = start, EnableRaisingEvents = true }, program);
        child._process.Exited += (_, _) => child.End();
        child._process.OutputDataReceived += (_, line) => child.Heard(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Heard(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for a line that holds the text.</summary>
    public async Task<string> SaysAsync(string text, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(180));
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            _process.HasExited.ShouldBeFalse($"It ended with {(_process.HasExited ? _process.ExitCode : 0)} before it said '{text}':\n{Output}");
            try
            {
                await _said.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It has not said '{text}' in time:\n{Output}");
            }
        }
    }

    public Task ExitAsync(TimeSpan? patience = null) => _process.WaitForExitAsync(default).WaitAsync(patience ?? TimeSpan.FromSeconds(180));

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>SIGTERM, as an orchestrator stops a container.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    void End()
    {
        _ended.Cancel();
        _said.Release();
    }

    void Heard(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _log.Information("{Process} {Line:l}", _process.Id, line);
            _said.Release();
        }
    }
}
