using System.Diagnostics;
using System.Globalization;
using EventedPipelines.Cli.Homes;

namespace EventedPipelines.Tests.Integration.Homes;

/// <summary>Another process that holds a home with its database, until it is killed: this test program again, which <see cref="StartupHook"/> keeps from running tests.</summary>
sealed class OwnerProcess : IDisposable
{
    internal const string HomeVariable = "EVENTED_TEST_OWNER_OF";
    internal const string Url = "http://127.0.0.1:1";

    readonly Process _process;

    OwnerProcess(Process process, int serverPid) => (_process, ServerPid) = (process, serverPid);

    internal int ServerPid { get; }

    internal static async Task<OwnerProcess> StartAsync(string home, CancellationToken cancellationToken)
    {
        var program = typeof(OwnerProcess).Assembly.Location;
        var process = Process.Start(new ProcessStartInfo(Path.ChangeExtension(program, null))
        {
            Environment = { [HomeVariable] = home, ["DOTNET_STARTUP_HOOKS"] = program },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new(process, int.Parse(ready.ShouldNotBeNull(), CultureInfo.InvariantCulture));
    }

    /// <summary>What runs in that process: it ends with its standard input, so that it never outlives the tests.</summary>
    internal static void Run(string folder)
    {
        using var home = Home.Open(folder);
        home.TryLock();
        var postgres = PrivatePostgres.StartAsync(home, _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        home.Announce(new(Url, Environment.ProcessId, TimeProvider.System.GetUtcNow()));
        Console.WriteLine(postgres.Pid);
        Console.In.ReadToEnd();
        postgres.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Environment.Exit(0);
    }

    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
