namespace EventedPipelines.Cli.CommandLine;

/// <summary>What the command line ends with (docs/cli.md); from 64 on as in sysexits.h.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 3;
    public const int Waiting = 4;
    public const int Usage = 64;
    public const int BadData = 65;
    public const int NotRunning = 69;
    public const int Unexpected = 70;
    public const int CannotCreate = 73;
    public const int NotNow = 75;
    public const int NoPermission = 77;
    public const int Forbidden = 78;
    public const int Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    done: published, or read
          3    a run failed, was cancelled or superseded
          4    a run waits for what must come from elsewhere
          64   wrong use, or a request that makes no sense
          65   the workspace has problems, or a file that was looked at
          69   the system is not running
          70   an error of ours
          73   the folder is not empty, or cannot be written to
          75   not now: try again later
          77   no key, or a wrong one
          78   a setting forbids it
          130  interrupted
        """;
}

/// <summary>Ends the command with a line for the person and an exit code for the program.</summary>
public sealed class CommandLineException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
