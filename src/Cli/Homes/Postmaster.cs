namespace EventedPipelines.Cli.Homes;

/// <summary>The server process of a data folder. Port 0: it cannot be reached yet, or any more.</summary>
sealed record Postmaster(int Pid, int Port)
{
    /// <summary>
    /// The server that runs on this data folder, or null; then no process of a server is left and a stale postmaster.pid is gone, which
    /// postgres itself would keep as long as any process of its user has that number.
    /// </summary>
    internal static async Task<Postmaster?> FindAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(dataFolder, "postmaster.pid");
        var (pid, port) = Read(file);
        var working = await WorkingFolders.ProcessesInAsync(dataFolder, cancellationToken);
        if (working.Any(process => process.Pid == pid))
        {
            return new(pid, port);
        }

        // The last backends of a killed server still touch the data: a new one has to wait for their end.
        if (working.FirstOrDefault(process => process.Name.Contains("postgres", StringComparison.Ordinal)) is { } backend)
        {
            return new(backend.Pid, Port: 0);
        }

        File.Delete(file);
        return null;
    }

    // Line 1 is the process, line 4 the port.
    static (int Pid, int Port) Read(string file)
    {
        try
        {
            var lines = File.ReadAllLines(file);
            return (Number(0), Number(3));

            int Number(int line) => lines.Length > line && int.TryParse(lines[line], out var number) ? number : 0;
        }
        catch (FileNotFoundException)
        {
            return default;
        }
    }
}
