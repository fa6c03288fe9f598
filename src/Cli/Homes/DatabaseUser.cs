namespace EventedPipelines.Cli.Homes;

/// <summary>Who runs initdb and postgres: this process's user, or under root an unprivileged one, because both refuse root. <c>Become</c> precedes a command line.</summary>
sealed record DatabaseUser(string? Name, string[] Become)
{
    static readonly DatabaseUser Ourselves = new(null, []);

    internal bool IsAnother => Name is not null;

    internal Task<Command.Result> RunAsync(string[] line, CancellationToken cancellationToken, string input = "", string? dataFolder = null) =>
        Command.RunAsync([.. Become, .. line], cancellationToken, input, dataFolder);

    /// <exception cref="HomeException">Root without the right or the means to become somebody else.</exception>
    internal static async Task<DatabaseUser> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return Ourselves;
        }

        foreach (var name in new[] { "postgres", "nobody" })
        {
            var group = await Command.RunAsync(["id", "-g", name], cancellationToken);
            foreach (var become in group.Succeeded ? Ways(name, group.Output.Trim()) : [])
            {
                var user = new DatabaseUser(name, become);
                if ((await user.RunAsync(["true"], cancellationToken)).Succeeded)
                {
                    return user;
                }
            }
        }

        throw new HomeException(
            "PostgreSQL refuses to run as root, and root cannot become the user postgres or nobody here (by setpriv, runuser or su). "
            + "Start as an unprivileged user, or give a server of your own in ConnectionStrings__Evented.");
    }

    static string[][] Ways(string name, string group) =>
    [
        ["setpriv", $"--reuid={name}", $"--regid={group}", "--init-groups", "--"],
        ["runuser", "-u", name, "--"],
        ["su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", name, "sh"],
    ];
}
