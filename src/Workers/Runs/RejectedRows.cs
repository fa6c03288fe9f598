using EventedPipelines.Workers.Engine;

namespace EventedPipelines.Workers.Runs;

/// <summary>
/// The rows of a file that do not fit the contract, as a Parquet file of the lake: `__file`, `__row` (<see cref="RunRelations"/>), the
/// `column` (null where the row as a whole is wrong), its `value` cut to 200 characters, the `reason` and the `raw` row as JSON.
/// </summary>
static class RejectedRows
{
    public const string Verdict = "__column as \"column\", __value as value, __reason as reason, __raw as raw";

    /// <summary>Those of a whole file, under the name it was delivered by.</summary>
    public static Task<LakeFile> StoreAsync(Lake lake, EngineSession session, string sha256, string name, CancellationToken cancellation)
    {
        var rows = $"select {Sql.Text(name)} as {RunRelations.File}, * from {Parquet.Read([Path.Combine(lake.Splits, $"{sha256}.parquet")])}";
        return lake.StoreAsync(lake.Rejects, aside => session.ExecuteAsync(Parquet.Copy(rows, aside), cancellation), cancellation);
    }
}
