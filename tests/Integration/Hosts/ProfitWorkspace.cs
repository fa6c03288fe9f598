namespace EventedPipelines.Tests.Integration.Hosts;

/// <summary>The shipped workspace with aggregate profit as its only pipeline: enough for what is about runs and not about pipelines.</summary>
static class ProfitWorkspace
{
    const string Only = "pipelines/profit/aggregate-profit";

    public static string Folder { get; } = Copied(Path.Combine(AppContext.BaseDirectory, "profit-workspace"));

    public static string Copied(string folder)
    {
        var shipped = Repository.Folder("workspace");
        foreach (var file in Directory.GetFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(shipped, file);
            if (!name.StartsWith("pipelines", StringComparison.Ordinal) || name.StartsWith(Only, StringComparison.Ordinal))
            {
                var copy = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }

        // Tests deliver whole files, right before they are read.
        var policies = Path.Combine(folder, "policies.yml");
        File.WriteAllText(policies, File.ReadAllText(policies).Replace("settle: PT10S", "settle: PT0S", StringComparison.Ordinal));
        return folder;
    }
}
