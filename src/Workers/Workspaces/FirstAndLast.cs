using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`begins` and `ends` of a source's data and of a pipeline.</summary>
static class FirstAndLast
{
    /// <summary>The first day and the last, each null where it is not given; an end before the beginning is a problem.</summary>
    public static (DateOnly? Begins, DateOnly? Ends) Day(YamlBlock block, string what)
    {
        var (begins, ends) = (block.Find("begins")?.Day(), block.Find("ends"));
        var last = ends?.Day();
        if (last < begins)
        {
            ends!.Problem($"The {what} ends on {last:yyyy-MM-dd}, before it begins on {begins:yyyy-MM-dd}.", $"`begins` is the first day of the {what}, `ends` the last.");
        }

        return (begins, last);
    }
}
