using System.Security.Cryptography;
using System.Text;

namespace EventedPipelines.Cli.Homes;

/// <summary>
/// Where a home's PostgreSQL keeps its data: <c>postgres/</c> in the home, or <c>/var/lib/evented/</c> when the database's user may not enter the
/// home (a checkout under /root); then <c>postgres</c> is a link, so that a home that is moved or reached by another path still finds its data.
/// </summary>
static class ClusterFolder
{
    const string Elsewhere = "/var/lib/evented";

    /// <summary>The folder that belongs to the database's user, its path free of links: postmaster.pid and the process table are compared with it.</summary>
    internal static async Task<string> PrepareAsync(Home home, DatabaseUser user, Action<string> say, CancellationToken cancellationToken)
    {
        if (!user.IsAnother)
        {
            OwnFiles.CreateFolder(home.Postgres);
            return await UsableAsync(home.Postgres, user, cancellationToken) ?? throw NotUsable(home.Postgres, user);
        }

        if (new DirectoryInfo(home.Postgres).LinkTarget is { } target)
        {
            if (!Directory.Exists(target))
            {
                throw new HomeException($"{home.Postgres} leads to {target}, which is gone. Restore that folder, or delete the link to begin with an empty database.");
            }

            say($"The database of {home.Folder} is in {target}.");
            return await UsableAsync(target, user, cancellationToken) ?? throw NotUsable(target, user);
        }

        if (!IsCreated(home.Postgres))
        {
            await GiveAsync(home.Postgres, user, cancellationToken);
        }

        if (await UsableAsync(home.Postgres, user, cancellationToken) is { } usable)
        {
            return usable;
        }

        return IsCreated(home.Postgres) ? throw NotUsable(home.Postgres, user) : await MoveAsync(home, user, say, cancellationToken);
    }

    internal static string Data(string folder) => Path.Combine(folder, "data");

    internal static bool IsCreated(string folder) => Directory.Exists(Data(folder));

    static async Task<string> MoveAsync(Home home, DatabaseUser user, Action<string> say, CancellationToken cancellationToken)
    {
        var folder = Free(home);
        OwnFiles.CreatePassableFolder(Elsewhere);
        await GiveAsync(folder, user, cancellationToken);
        var usable = await UsableAsync(folder, user, cancellationToken) ?? throw NotUsable(folder, user);
        if (Directory.Exists(home.Postgres))
        {
            Directory.Delete(home.Postgres);
        }

        Directory.CreateSymbolicLink(home.Postgres, usable);
        say($"The user {user.Name}, who runs PostgreSQL, cannot enter {home.Folder}: the database is in {usable} instead.");
        return usable;
    }

    // A home deleted or moved away leaves its data behind, and that is not ours to reuse or remove.
    static string Free(Home home)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home.Folder)))[..16];
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine(Elsewhere, number == 1 ? name : $"{name}-{number}"))
            .First(folder => !IsCreated(folder));
    }

    static Task<Command.Result> GiveAsync(string folder, DatabaseUser user, CancellationToken cancellationToken) =>
        Command.RunAsync(["install", "-d", "-o", user.Name!, "-m", "0700", folder], cancellationToken);

    static async Task<string?> UsableAsync(string folder, DatabaseUser user, CancellationToken cancellationToken)
    {
        var entered = await user.RunAsync(["sh", "-c", "cd \"$0\" && test -w . && pwd -P", folder], cancellationToken);
        return entered.Succeeded ? entered.Output.TrimEnd('\n') : null;
    }

    static HomeException NotUsable(string folder, DatabaseUser user) => new(
        $"{user.Name ?? "This user"} cannot write to {folder}, the folder of the database. Start as the user that owns it, "
        + "let others pass through the folders above it (chmod o+x), or name another home in EVENTED_HOME.");
}
