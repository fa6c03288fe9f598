namespace EventedPipelines.Api.Hosting;

/// <summary>What is wrong with a workspace, in order of file and line, and what it holds; nothing is held where something is wrong.</summary>
public sealed record WorkspaceReport(string Workspace, IReadOnlyList<WorkspaceFinding> Problems, IReadOnlyList<WorkspaceFinding> Warnings, WorkspaceContent? Content);

/// <summary>A problem or a warning. <paramref name="File"/> is relative to the workspace, <paramref name="Line"/> counts from 1.</summary>
public sealed record WorkspaceFinding(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => $"{File}:{Line}: {Message} {Remedy}";
}

public sealed record WorkspaceContent(int Areas, int Pipelines, int Checks, int Metrics);
