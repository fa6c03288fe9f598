namespace EventedPipelines.Cli.Homes;

/// <summary>A folder with PostgreSQL's server programs.</summary>
public sealed record PostgresBinaries(string Folder)
{
    internal string Initdb => Path.Combine(Folder, "initdb");
    internal string Postgres => Path.Combine(Folder, "postgres");
    internal string PgCtl => Path.Combine(Folder, "pg_ctl");

    bool Complete => File.Exists(Initdb) && File.Exists(Postgres) && File.Exists(PgCtl);

    /// <summary>Every installation, the preferred first: EVENTED_PG_BIN alone where it is set, else PATH, then the folders packages use, the newest version first.</summary>
    /// <exception cref="HomeException">EVENTED_PG_BIN names a folder without the programs.</exception>
    public static IReadOnlyList<PostgresBinaries> All()
    {
        if (Environment.GetEnvironmentVariable("EVENTED_PG_BIN") is { Length: > 0 } named)
        {
            var binaries = new PostgresBinaries(Path.GetFullPath(named));
            return binaries.Complete
                ? [binaries]
                : throw new HomeException($"EVENTED_PG_BIN names {binaries.Folder}, which does not hold initdb, postgres and pg_ctl. Name the folder that does, or unset it.");
        }

        return [.. InPath().Concat(PostgresPackages.Folders()).Distinct().Select(folder => new PostgresBinaries(folder)).Where(binaries => binaries.Complete)];
    }

    /// <summary>The installation for a new cluster.</summary>
    /// <exception cref="HomeException">There is none; the message says how to get one.</exception>
    public static PostgresBinaries Find() => All() is [var first, ..] ? first : throw new HomeException(PostgresPackages.Missing);

    /// <summary>The installation for an existing cluster: only the major version that made it can open it.</summary>
    /// <exception cref="HomeException">That version is not installed.</exception>
    internal static async Task<PostgresBinaries> FindAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var major = (await File.ReadAllTextAsync(Path.Combine(dataFolder, "PG_VERSION"), cancellationToken)).Trim();
        Find();
        foreach (var binaries in All())
        {
            var version = await Command.RunAsync([binaries.Postgres, "--version"], cancellationToken);
            if (version.Output.Contains($"(PostgreSQL) {major}.", StringComparison.Ordinal))
            {
                return binaries;
            }
        }

        throw new HomeException($"The data in {dataFolder} was made by PostgreSQL {major}, which is not installed here. Install that version, or name its folder in EVENTED_PG_BIN.");
    }

    // A single program may be linked into a folder of PATH: its neighbours are where the link leads.
    static IEnumerable<string> InPath() =>
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let program = Path.Combine(folder, "initdb")
        where File.Exists(program)
        select Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program));
}
