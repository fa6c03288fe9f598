using System.Globalization;

namespace EventedPipelines.Bench;

/// <summary>
/// Milliseconds of processor time, of this process and of PostgreSQL's. On a machine that others share they say more than the clock does.
/// </summary>
readonly record struct CpuTime(double Own, double Postgres)
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    const double MillisecondsPerTick = 10;

    public static CpuTime Of(int postmaster) =>
        new(Environment.CpuUsage.TotalTime.TotalMilliseconds, Directory.Exists("/proc/self") ? TicksOf(postmaster) * MillisecondsPerTick : 0);

    public static CpuTime operator -(CpuTime after, CpuTime before) => new(after.Own - before.Own, after.Postgres - before.Postgres);

    public static CpuTime operator +(CpuTime one, CpuTime other) => new(one.Own + other.Own, one.Postgres + other.Postgres);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Own:0.0}, {Postgres:0.0} ms");

    public CpuTime Each(int count) => new(Own / count, Postgres / count);

    // The postmaster with its children, those that have ended included.
    static long TicksOf(int postmaster) => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? Fields(pid) : null)
        .Where(fields => fields is not null && (fields[1] == postmaster || fields[0] == postmaster))
        .Sum(fields => fields![0] == postmaster ? fields[2..].Sum() : fields[2] + fields[3]);

    /// <summary>Process, parent, user and system ticks, those of children that have ended; null where the process is gone.</summary>
    static long[]? Fields(int pid)
    {
        try
        {
            // The program's name stands in brackets and may hold blanks.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return [pid, .. new[] { fields[1], fields[11], fields[12], fields[13], fields[14] }.Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
