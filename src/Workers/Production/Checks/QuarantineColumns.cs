namespace EventedPipelines.Workers.Production.Checks;

/// <summary>What a file of rows set apart has beside a source's columns, its file and its row: what each row is known by (domain.md 2.8).</summary>
static class QuarantineColumns
{
    public const string Hash = "__row_hash";
    public const string Occurrence = "__occurrence";
}
