namespace EventedPipelines.Workers.Pipelines;

/// <summary>
/// What loading a workspace gives: <see cref="WorkspaceLoaded"/>, or <see cref="WorkspaceRefused"/> with all that is wrong with it. Both with
/// warnings, in order of file and line.
/// </summary>
public abstract record WorkspaceLoad(IReadOnlyList<WorkspaceProblem> Warnings);

public sealed record WorkspaceLoaded(Workspace Workspace) : WorkspaceLoad(Workspace.Warnings);

/// <summary>At least one problem, in order of file and line.</summary>
public sealed record WorkspaceRefused(IReadOnlyList<WorkspaceProblem> Problems, IReadOnlyList<WorkspaceProblem> Warnings) : WorkspaceLoad(Warnings)
{
    public override string ToString() => string.Join('\n', Problems);
}

/// <summary>
/// One mistake in a workspace. <paramref name="File"/> is relative to the workspace with '/' between folders, <paramref name="Line"/>
/// counts from 1 and is 1 where the whole file is meant, <paramref name="Remedy"/> says what to do.
/// </summary>
public sealed record WorkspaceProblem(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}: {Message} {Remedy}";
}
