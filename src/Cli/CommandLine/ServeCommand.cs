using System.CommandLine;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`serve`, which is also what no command at all means.</summary>
public static class ServeCommand
{
    public static Command Build()
    {
        var workspace = new Option<DirectoryInfo?>("--workspace")
        {
            Description = "Your workspace. Its home is <workspace>/.evented unless --home says otherwise. Without one the demonstration opens.",
        };
        var home = new Option<DirectoryInfo?>("--home") { Description = "The folder of all state: private PostgreSQL, lake, keys, logs. Default: EVENTED_HOME, else as above." };
        var urls = new Option<string?>("--urls") { Description = "Where to serve. Default: EVENTED_URLS, else http://127.0.0.1:5080 or the next free port." };
        var alone = new Option<bool>("--alone") { Description = "Only the api, beside workers in other processes; needs ConnectionStrings__Evented." };
        var command = new Command("serve", "Starts the system and keeps serving until Ctrl-C.") { workspace, home, urls, alone };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(alone)
            ? Serving.AloneAsync(parsed.GetValue(urls), cancellationToken)
            : Serving.WholeAsync(new(parsed.GetValue(workspace)?.FullName, parsed.GetValue(home)?.FullName, parsed.GetValue(urls)), cancellationToken));
        return command;
    }
}
