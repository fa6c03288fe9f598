using System.Globalization;
using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>By which names in its files each column of a contract is known, letter by letter.</summary>
sealed class ColumnNames
{
    readonly Dictionary<string, (Column Column, bool IsLast)> _byName = new(StringComparer.Ordinal);

    public ColumnNames(Contract contract, bool isHeadless)
    {
        var inFiles = contract.Columns.Where(column => column.Folder is null).ToList();
        foreach (var (position, column) in inFiles.Index())
        {
            foreach (var name in column.From ?? [isHeadless ? (position + 1).ToString(CultureInfo.InvariantCulture) : column.Name])
            {
                _byName.TryAdd(name, (column, false));
            }
        }

        // A name that one column is called by belongs to it, also where another is named so.
        foreach (var column in isHeadless ? [] : inFiles)
        {
            _byName.TryAdd(column.Name, (column, true));
        }
    }

    /// <summary>The contract's column of that name, and whether it is its own one, which counts only where there is none of those it has in files.</summary>
    public (Column Column, bool IsLast)? Find(string name) => _byName.TryGetValue(name, out var found) ? found : null;

    /// <summary>The highest position that the contract has a column at.</summary>
    public static int MostPosition(Contract contract) => contract.Columns.SelectMany(column => column.From ?? [])
        .Select(position => int.TryParse(position, CultureInfo.InvariantCulture, out var number) ? number : 0).Append(contract.Columns.Count).Max();

    public IReadOnlyList<string> Of(Column column) => [.. _byName.Where(named => named.Value.Column == column).Select(named => named.Key)];
}
