using EventedPipelines.Domain.Catalog.Sources;

namespace EventedPipelines.Domain.Catalog.Checks;

/// <summary>
/// The key that a contract states holds without a check being written (domain.md 2.7): of rows with the same key the first stays, the others are set apart, as
/// `duplicates` does. Where a written check removes duplicates by columns of the key, no two rows with one key are left.
/// </summary>
public static class ContractKeys
{
    public static IEnumerable<CheckDefinition> Unwritten(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<CheckDefinition> written) =>
        sources.Where(source => source.Contract.Key.Count > 0 && !written.Any(check => Holds(check, source))).Select(Of);

    /// <summary>A source's checks as they are for a version of its contract: the key is that version's.</summary>
    public static IEnumerable<CheckDefinition> AsOf(SourceDefinition source, IEnumerable<CheckDefinition> checks)
    {
        CheckDefinition[] written = [.. checks.Where(check => !check.IsOfKey)];
        return written.Concat(Unwritten([source], written));
    }

    static bool Holds(CheckDefinition check, SourceDefinition source) =>
        check.Kind == CheckKind.Duplicates && check.Target == source.Id && !check.Columns.Except(source.Contract.Key).Any();

    static CheckDefinition Of(SourceDefinition source) =>
        new($"{source.Id.Replace('_', '-')}-key", source.Contract.Version, CheckKind.Duplicates, source.Id, source.Contract.Key, CheckSeverity.Warn, CheckAction.Quarantine)
        {
            Contract = source.Contract.Id,
            IsOfKey = true,
        };
}
