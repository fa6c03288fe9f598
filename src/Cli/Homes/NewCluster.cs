namespace EventedPipelines.Cli.Homes;

/// <summary>Makes a cluster with the database <c>evented</c> and its roles, aside and renamed at the end: it exists whole or not at all, whenever the process dies.</summary>
sealed class NewCluster(string folder, PostgresBinaries binaries, DatabaseUser user)
{
    internal const string Superuser = "postgres";
    internal const string Owner = "ep_owner";
    internal const string App = "ep_app";
    internal const string Database = "evented";

    const string Unfinished = "unfinished-";

    // A name of its own each time: the initdb of a killed predecessor may still be writing to the last one.
    readonly string _aside = Path.Combine(folder, Unfinished + Path.GetRandomFileName());

    string NewData => Path.Combine(_aside, "data");
    string PasswordFile => Path.Combine(_aside, "password");

    /// <exception cref="HomeException">With what the failing program said.</exception>
    internal async Task CreateAsync(PostgresKeys keys, CancellationToken cancellationToken)
    {
        RemoveUnfinished();
        await RunAsync(["sh", "-c", "umask 077; mkdir \"$0\" && cat >\"$1\"", _aside, PasswordFile], keys.Superuser, cancellationToken);
        await InitdbAsync(cancellationToken);
        await SqlAsync("postgres", RolesAndDatabase(keys), cancellationToken);
        await SqlAsync(Database, PublicSchema, cancellationToken);
        await RunAsync([binaries.Initdb, "--sync-only"], "", cancellationToken);
        Directory.Move(NewData, ClusterFolder.Data(folder));
        await Command.RunAsync(["sync", folder], cancellationToken);
        RemoveUnfinished();
    }

    async Task InitdbAsync(CancellationToken cancellationToken)
    {
        string[] line =
        [
            binaries.Initdb, "--encoding=UTF8", "--auth=scram-sha-256", $"--username={Superuser}", $"--pwfile={PasswordFile}", "--data-checksums", "--no-sync",
        ];
        var initdb = await user.RunAsync([.. line, "--locale=C.UTF-8"], cancellationToken, dataFolder: NewData);
        if (initdb.Output.Contains("invalid locale", StringComparison.Ordinal))
        {
            // Older systems lack C.UTF-8; C sorts the same way.
            await RunAsync([.. line, "--locale=C"], "", cancellationToken);
        }
        else
        {
            await CheckAsync(initdb, cancellationToken);
        }
    }

    // Single-user mode: no server to start and stop, and no port, until the cluster is complete. --sync-only makes up for -F.
    Task SqlAsync(string database, string statements, CancellationToken cancellationToken) =>
        RunAsync([binaries.Postgres, "--single", "-F", "-c", "exit_on_error=on", database], statements, cancellationToken);

    async Task RunAsync(string[] line, string input, CancellationToken cancellationToken) =>
        await CheckAsync(await user.RunAsync(line, cancellationToken, input, NewData), cancellationToken);

    async Task CheckAsync(Command.Result result, CancellationToken cancellationToken)
    {
        if (!result.Succeeded)
        {
            var message = $"The database could not be created in {folder}:\n{result.Output.Trim()}\nCorrect that and start again; nothing is left half made.";
            throw await Command.FailureAsync(message, cancellationToken);
        }
    }

    void RemoveUnfinished()
    {
        foreach (var unfinished in Directory.GetDirectories(folder, Unfinished + "*"))
        {
            try
            {
                Directory.Delete(unfinished, recursive: true);
            }
            catch (IOException)
            {
                // Still written to by what a killed predecessor began: the next start removes it.
            }
        }
    }

    // One statement a line: so single-user mode reads them. The passwords are hexadecimal.
    static string RolesAndDatabase(PostgresKeys keys) => $"""
        create role {Owner} login password '{keys.Owner}'
        create role {App} login password '{keys.App}'
        alter role {App} set lock_timeout = '5s'
        alter role {App} set idle_in_transaction_session_timeout = '30s'
        create database {Database} owner {Owner}
        revoke all on database {Database} from public
        grant connect, temporary on database {Database} to {App}

        """;

    const string PublicSchema = $"""
        alter schema public owner to {Owner}
        revoke create on schema public from public

        """;
}
