namespace EventedPipelines.Cli.Homes;

/// <summary>The file that the database server writes to: grows while it runs, so it is put aside between runs.</summary>
static class ServerLog
{
    const long RotateAt = 16 * 1024 * 1024;

    internal static long Length(string log) => File.Exists(log) ? new FileInfo(log).Length : 0;

    internal static void Rotate(string log)
    {
        if (Length(log) > RotateAt)
        {
            File.Move(log, log + ".1", overwrite: true);
        }
    }

    internal static async Task<string> SinceAsync(string log, long position)
    {
        if (Length(log) <= position)
        {
            return "";
        }

        await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = position;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
