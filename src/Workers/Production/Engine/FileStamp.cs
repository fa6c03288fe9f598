using System.Runtime.InteropServices;

namespace EventedPipelines.Workers.Production.Engine;

/// <summary>What tells one state of a file from another without reading it: size, times in nanoseconds, inode. The change time also moves when a copy sets the modification time back.</summary>
readonly record struct FileStamp(long Size, long Modified, long Changed, ulong Inode, bool IsRegular)
{
    const int KindOfFile = 0xf000;
    const int RegularFile = 0x8000;

    const int CurrentFolder = -100;
    const uint Basic = 0x7ff;

    // The coarsest clock of a file system in use ticks every two seconds.
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <summary>Whether the file has changed so lately that another change could leave the same stamp.</summary>
    public bool IsFresh { get; private init; }

    /// <summary>Two stamps are equal whenever they were taken.</summary>
    public bool Equals(FileStamp other) =>
        (Size, Modified, Changed, Inode, IsRegular) == (other.Size, other.Modified, other.Changed, other.Inode, other.IsRegular);

    public override int GetHashCode() => HashCode.Combine(Size, Modified, Changed, Inode, IsRegular);

    /// <summary>The stamp, or null where there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        var recent = DateTime.UtcNow - Tick;
        return OperatingSystem.IsLinux() && StatX(CurrentFolder, path, 0, Basic, out var status) == 0
            ? new((long)status.Size, Nanoseconds(status.Modified), Nanoseconds(status.Changed), status.Inode, (status.Mode & KindOfFile) == RegularFile)
            {
                IsFresh = Math.Max(status.Modified.Seconds, status.Changed.Seconds) >= new DateTimeOffset(recent).ToUnixTimeSeconds(),
            }
            : new(file.Length, file.LastWriteTimeUtc.Ticks, 0, 0, true) { IsFresh = file.LastWriteTimeUtc >= recent };
    }

    static long Nanoseconds(Time time) => (time.Seconds * 1_000_000_000) + time.Nanoseconds;

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

    // struct statx of Linux, the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public Time Changed;

        [FieldOffset(112)]
        public Time Modified;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Time
    {
        public long Seconds;
        public uint Nanoseconds;
        public int Reserved;
    }
}
