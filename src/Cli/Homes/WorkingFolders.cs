using System.Globalization;

namespace EventedPipelines.Cli.Homes;

/// <summary>Which processes work in a folder. PostgreSQL's all work in their data folder, so this tells them from others that got a dead one's number.</summary>
static class WorkingFolders
{
    internal sealed record Worker(int Pid, string Name);

    /// <summary><paramref name="folder"/> is a path without links. Processes that this user may not look at are left out.</summary>
    /// <exception cref="HomeException">No processes can be seen at all: taking that for none would let two servers write to one folder.</exception>
    internal static async Task<IReadOnlyList<Worker>> ProcessesInAsync(string folder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux())
        {
            return Directory.Exists("/proc/self") ? [.. FromProc(folder)] : throw Blind("mount /proc");
        }

        var open = await Command.RunAsync(["lsof", "-d", "cwd", "-Fpcn"], cancellationToken);
        return open.Output.Length > 0 && open.ExitCode != 127 ? [.. FromLsof(open, folder)] : throw Blind("install lsof");
    }

    static HomeException Blind(string remedy) => new($"Whether a database server already runs cannot be told, because processes cannot be seen: {remedy} and start again.");

    static IEnumerable<Worker> FromProc(string folder)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var pid) && Link(process) == folder)
            {
                yield return new(pid, Name(process));
            }
        }
    }

    static string? Link(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    // One field a line, its kind first: p(id), c(ommand), n(ame of the folder).
    static IEnumerable<Worker> FromLsof(Command.Result open, string folder)
    {
        var worker = new Worker(0, "");
        foreach (var field in open.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            worker = field[0] switch
            {
                'p' when int.TryParse(field[1..], CultureInfo.InvariantCulture, out var pid) => worker with { Pid = pid },
                'c' => worker with { Name = field[1..] },
                _ => worker,
            };
            if (field == "n" + folder)
            {
                yield return worker;
            }
        }
    }
}
