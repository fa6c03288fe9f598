using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A column that the file lacks, as its contract lets it: null in every row.</summary>
sealed class AbsentColumn(Column column) : IFileColumn
{
    public Column Column => column;

    public string Cast => $"cast(null as varchar) as {Text}";

    public IReadOnlyList<ColumnFault> Faults => [];

    public string Value => $"cast(null as {ColumnType.Parse(column.Type).Name})";

    public string Text => Sql.Name($"a_{column.Name}");
}
