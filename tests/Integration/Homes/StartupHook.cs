using EventedPipelines.Tests.Integration.Homes;

/// <summary>.NET runs this before Main where DOTNET_STARTUP_HOOKS names this assembly; it looks for this name, outside any namespace.</summary>
static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(OwnerProcess.HomeVariable) is { } home)
        {
            OwnerProcess.Run(home);
        }
    }
}
