using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;
using EventedPipelines.Workers.Production.Runs;

namespace EventedPipelines.Workers.Production.Sources.Proposals;

/// <summary>What is wrong in a column, or in a row as a whole: an example and how many rows have it.</summary>
sealed record ProvenFault(string? Column, string? Value, string Reason, long Row, long Rows);

/// <summary>What the reader made of files by a contract.</summary>
sealed record ContractProof(long Rows, long Rejected, IReadOnlyList<ProvenFault> Faults, string? Place = null)
{
    // More of one column say nothing new of its type, but each may be a token of its own.
    const int Told = 20;

    /// <exception cref="StepFailedException">A file cannot be read at all.</exception>
    public static async Task<ContractProof> OfAsync(SourceDefinition source, IReadOnlyList<SourceFile> files, Lake lake, IngestEngine engine, CancellationToken cancellationToken)
    {
        var (parser, rows, rejected, faults, place) = (new FileParser(lake, engine), 0L, 0L, new List<ProvenFault>(), (string?)null);
        foreach (var file in files)
        {
            var parsed = await parser.ParseAsync(file with { Source = source }, cancellationToken);
            (rows, rejected) = (rows + parsed.Rows, rejected + parsed.Rejected);
            if (parsed.Rejects is { } rejects)
            {
                place ??= $"{file.Name}, {parsed.First?.Place}";
                using var session = engine.Connect();
                faults.AddRange(await session.QueryAsync(
                    $"select * from (select \"column\", value, reason, min({RunRelations.Row}) - 1 as nr, count(*) as rows "
                    + $"from {Parquet.Read([Path.Combine(lake.Splits, $"{rejects}.parquet")])} group by all) "
                    + $"qualify row_number() over (partition by \"column\" order by nr) <= {Told} order by nr",
                    reader => new ProvenFault(
                        reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4)),
                    cancellationToken));
            }

            // What one file teaches holds for the next: they need not be read for it first.
            if (faults.Count > 0)
            {
                break;
            }
        }

        return new(rows, rejected, faults, place);
    }
}
