namespace EventedPipelines.Projections.Kernel.Store;

/// <summary>The SQL of the schema step, which runs as the owner of the store.</summary>
public static class StoreScripts
{
    public static string Schema { get; } = Read("Schema.sql");

    public static string GrantsTo(string role) => Read("Grants.sql").Replace("{app}", ReaderRole.QuotedName(role), StringComparison.Ordinal);

    /// <summary>What a role that reads what is published may do.</summary>
    public static string OpenTo(ReaderRole reader) => Read("Readers.sql")
        .Replace("{reader}", ReaderRole.QuotedName(reader.Name), StringComparison.Ordinal)
        .Replace("{name}", reader.Name.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal);

    static string Read(string file)
    {
        using var stream = typeof(StoreScripts).Assembly.GetManifestResourceStream($"EventedPipelines.Projections.Kernel.Store.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
