namespace EventedPipelines.Tests.Browser;

/// <summary>A model that fails on its rows: its first run opens an incident.</summary>
static class BrokenSystem
{
    public static Task<OwnSystem> StartAsync() => OwnSystem.StartAsync(async folder =>
    {
        var model = Path.Combine(folder, "pipelines", "sales", "daily-revenue", "daily_revenue.sql");
        await File.WriteAllTextAsync(model, (await File.ReadAllTextAsync(model)).Replace("sum(amount)", "sum(cast(order_id as decimal(19,4)))", StringComparison.Ordinal));
    });

    /// <summary>Asks for the run that fails.</summary>
    public static Task RunAsync(this OwnSystem system) => system.PostAsync("runs", new { pipeline = "daily-revenue", interval = "2025-03-03" });
}
