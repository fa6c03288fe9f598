using EventedPipelines.Domain.Kernel;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Workers.Workspaces;

namespace EventedPipelines.Tests.Integration.Intervals;

/// <summary>The shipped workspace.</summary>
static class FivePipelines
{
    public static Workspace Workspace { get; } = WorkspaceRefusedException.Open(Repository.Folder("workspace"));

    /// <summary>Opens a generation of each day for each pipeline by the day, and with the first of a month the month before for those by the month.</summary>
    public static async Task OpenAsync(StillSystem system, IEnumerable<DataInterval> days)
    {
        foreach (var day in days)
        {
            foreach (var pipeline in Workspace.Pipelines.Where(pipeline => pipeline.Grain is Grain.Day || day.First.Day == 1))
            {
                await system.OpenAsync(pipeline.Id, (pipeline.Grain is Grain.Day ? day : DataInterval.Month(day.First.AddDays(-1))).ToString());
            }
        }
    }
}
