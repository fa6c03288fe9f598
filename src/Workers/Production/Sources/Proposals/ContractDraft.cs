using EventedPipelines.Domain.Catalog.Contracts;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>A column as it is proposed, what a person should know of it, and the first and the last of its days.</summary>
sealed record DraftColumn(Column Column, IReadOnlyList<string> Notes, (DateOnly First, DateOnly Last)? Days = null);

/// <summary>
/// A contract as it is proposed. <paramref name="Notes"/> are about the file, <paramref name="CsvNotes"/> about the keys of `csv`, <paramref name="LeftOut"/> about columns of the file
/// that it does not have, each with its reason.
/// </summary>
sealed record ContractDraft(
    FileFormat Format,
    CsvFormat? Csv,
    string? Rows,
    IReadOnlyList<DraftColumn> Columns,
    IReadOnlyList<string> Key,
    IReadOnlyList<string> Notes,
    IReadOnlyDictionary<string, string> CsvNotes,
    IReadOnlyList<string> LeftOut)
{
    public Contract Of(string id) => new(id, 1, [.. Columns.Select(column => column.Column)], [], null) { Format = Format, Csv = Csv, Rows = Rows };
}
