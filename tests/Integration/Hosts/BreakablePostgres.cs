using System.Diagnostics;
using EventedPipelines.Cli.Homes;
using EventedPipelines.Tests.Integration.Homes;
using EventedPipelines.Workers.Kernel.Store;
using Npgsql;

namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>A PostgreSQL that belongs to one test, which may stop it as a crash would and start it again on the same port.</summary>
sealed class BreakablePostgres : IAsyncDisposable
{
    readonly TemporaryHome _folder = TemporaryHome.Create();
    readonly Home _home;
    PrivatePostgres _server = null!;

    BreakablePostgres() => _home = _folder.OpenAndLock();

    public int Port => _server.Port;

    /// <summary>As its roles are called in a deployment.</summary>
    public TestDatabase Database => new("evented", _server.OwnerConnectionString, _server.AppConnectionString);

    /// <summary>Skips the test where PostgreSQL's programs are not installed.</summary>
    public static async Task<BreakablePostgres> StartAsync()
    {
        Assert.SkipWhen(PostgresBinaries.All() is [], "PostgreSQL's server programs are not installed.");
        var postgres = new BreakablePostgres();
        postgres._server = await PrivatePostgres.StartAsync(postgres._home, _ => { }, default);
        return postgres;
    }

    public async Task<BreakablePostgres> WithSchemaAsync()
    {
        await SchemaStep.ApplyAsync(Database.Owner, new NpgsqlConnectionStringBuilder(Database.App).Username!, default);
        return this;
    }

    /// <summary>Immediately: connections are cut, nothing is written down, the next start recovers.</summary>
    public Task CrashAsync() => ControlAsync("stop", "-m", "immediate");

    /// <summary>With the options of before, and so on the same port.</summary>
    public Task StartAgainAsync() => ControlAsync("restart", "-l", "/dev/null");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _server.DisposeAsync();
        _home.Dispose();
        _folder.Dispose();
    }

    async Task ControlAsync(params string[] arguments)
    {
        string[] control = [Path.Combine(PostgresBinaries.Find().Folder, "pg_ctl"), "-D", Path.Combine(_home.Postgres, "data"), "-w", "-s", .. arguments];
        var line = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. control] : control;
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = "/", RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said);
    }
}
