namespace EventedPipelines.Cli.Homes;

/// <summary>
/// The folder that holds all state of one system: <c>postgres/ lake/ keys/ logs/ home.lock server.json</c>.
/// One process at a time holds it; two homes on one machine know nothing of each other.
/// </summary>
public sealed class Home : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly HomeLock _held;
    readonly string _serverFile;

    Home(string folder)
    {
        Folder = folder;
        _held = new(Path.Combine(folder, "home.lock"));
        _serverFile = Path.Combine(folder, "server.json");
    }

    public string Folder { get; }
    public string Postgres => Path.Combine(Folder, "postgres");
    public string Lake => Path.Combine(Folder, "lake");
    public string Keys => Path.Combine(Folder, "keys");
    public string Logs => Path.Combine(Folder, "logs");
    public bool IsLocked => _held.IsOurs;

    /// <summary>Opens the home in <paramref name="path"/>, creating what is missing. Takes no lock.</summary>
    /// <exception cref="HomeException">The folder cannot be created or entered.</exception>
    public static Home Open(string path)
    {
        var home = new Home(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        try
        {
            OwnFiles.CreatePassableFolder(home.Folder);
            OwnFiles.CreateFolder(home.Lake);
            OwnFiles.CreateFolder(home.Keys);
            OwnFiles.CreateFolder(home.Logs);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HomeException($"The home {home.Folder} cannot be used: {e.Message} Make it writable for this user, or name another folder in EVENTED_HOME.", e);
        }

        return home;
    }

    /// <summary>Takes the home for the life of this process, however it ends. False when another process has it: <see cref="FindServerAsync"/> says where.</summary>
    /// <exception cref="HomeException">The lock file cannot be opened.</exception>
    public bool TryLock()
    {
        if (!IsLocked && _held.TryTake())
        {
            // Whoever wrote it is gone.
            File.Delete(_serverFile);
        }

        return IsLocked;
    }

    /// <summary>Tells other processes where this one serves the home. Needs the lock.</summary>
    public void Announce(RunningServer server)
    {
        DemandLock();
        server.WriteTo(_serverFile);
    }

    /// <summary>Where the home is served now, or null; what a killed server left behind does not count.</summary>
    public RunningServer? Server() => _held.IsHeld() ? RunningServer.ReadFrom(_serverFile) : null;

    /// <summary>As <see cref="Server"/>, giving a process that has just taken the lock some time to begin serving.</summary>
    public async Task<RunningServer?> FindServerAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; Server() is null && waited < patience; waited += Pause)
        {
            await Task.Delay(Pause, cancellationToken);
        }

        return Server();
    }

    internal void DemandLock()
    {
        if (!IsLocked)
        {
            throw new InvalidOperationException($"The home {Folder} is not locked by this process.");
        }
    }

    /// <summary>Frees the lock.</summary>
    public void Dispose()
    {
        if (IsLocked)
        {
            File.Delete(_serverFile);
        }

        _held.Dispose();
    }
}
