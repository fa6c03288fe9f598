namespace EventedPipelines.Cli.Homes;

/// <summary>Files and folders that only their owner may read.</summary>
static class OwnFiles
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    internal static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnersFolder);
        }
    }

    /// <summary>Others may pass through to what lies inside, not list it: as root, the database's user has to.</summary>
    internal static void CreatePassableFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, OwnersFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>Writes the whole file or nothing: a reader and a killed writer never leave half of it.</summary>
    internal static void Write(string file, string text)
    {
        var aside = file + ".new";
        File.Delete(aside);
        using (var stream = Open(aside, FileMode.CreateNew))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, file, overwrite: true);
    }

    /// <summary>Shared with nobody: on Unix an flock, which the kernel frees when the process dies.</summary>
    internal static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, options);
    }
}
