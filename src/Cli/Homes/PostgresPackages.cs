using System.Globalization;
using System.Text.RegularExpressions;

namespace EventedPipelines.Cli.Homes;

/// <summary>Where package managers put PostgreSQL's server programs, and how each installs them. The script <c>run</c> knows the same places.</summary>
static partial class PostgresPackages
{
    static readonly (string Parent, string Versions, string Programs)[] Places =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/libexec", "postgresql*", ""),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    static readonly (string Manager, string Install)[] Managers =
    [
        ("apt-get", "sudo apt-get install postgresql"),
        ("dnf", "sudo dnf install postgresql-server"),
        ("apk", "sudo apk add postgresql"),
        ("pacman", "sudo pacman -S postgresql"),
        ("zypper", "sudo zypper install postgresql-server"),
        ("brew", "brew install postgresql@17"),
    ];

    internal static IEnumerable<string> Folders() =>
        from place in Places
        where Directory.Exists(place.Parent)
        from version in Directory.GetDirectories(place.Parent, place.Versions).OrderByDescending(Number)
        select Path.Combine(version, place.Programs);

    internal static string Missing
    {
        get
        {
            var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            var here = Managers.FirstOrDefault(manager => folders.Any(folder => File.Exists(Path.Combine(folder, manager.Manager))));
            var install = here.Install ?? "with this system's package manager";
            return "PostgreSQL's server programs (initdb, postgres, pg_ctl) are neither in PATH nor where packages put them. "
                + $"Install them ({install}), or name their folder in EVENTED_PG_BIN, or give a server of your own in ConnectionStrings__Evented.";
        }
    }

    static int Number(string folder) =>
        Digits().Match(Path.GetFileName(folder)) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
