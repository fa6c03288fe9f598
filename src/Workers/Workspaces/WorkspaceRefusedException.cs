namespace EventedPipelines.Workers.Workspaces;

/// <summary>The workspace has problems; the message lists them, one a line, each with file, line and remedy.</summary>
public sealed class WorkspaceRefusedException(WorkspaceRefused refused) : Exception($"The workspace has problems:\n{refused}")
{
    /// <summary>The workspace in the folder, for a process that cannot go on without one.</summary>
    /// <exception cref="WorkspaceRefusedException">It has problems.</exception>
    public static Workspace Open(string folder) => WorkspaceLoader.Load(folder) switch
    {
        WorkspaceLoaded loaded => loaded.Workspace,
        var load => throw new WorkspaceRefusedException((WorkspaceRefused)load),
    };
}
