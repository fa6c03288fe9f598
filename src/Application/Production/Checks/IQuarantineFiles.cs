using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Application.Production.Checks;

/// <summary>
/// A row that a check has set apart, as its file in the lake has it, with the verdict in force. <paramref name="Row"/> counts as the source's files do: from 1, in CSV
/// from the first line, with what is skipped and the header; line breaks inside of values and blank lines are not counted. Of a split file it is the row in a file of
/// the interval's rows alone, and of an API's pages that in the page, which <paramref name="File"/> then names.
/// </summary>
public sealed record SetApartRow(string File, long Row, RowKey Key, IReadOnlyDictionary<string, string?> Values, Verdict? Verdict);

/// <summary>Reads the files of rows set apart. Only a process with the lake can.</summary>
public interface IQuarantineFiles
{
    /// <summary>Rows of a file in its order, from <paramref name="skip"/> on.</summary>
    /// <param name="apart">The file.</param>
    /// <param name="verdicts">Those of the interval and its deliveries.</param>
    /// <param name="source">As the run read it.</param>
    /// <param name="delivered">The source's files, as the run read them.</param>
    /// <param name="skip">So many are left out.</param>
    /// <param name="take">At most so many are given.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<IReadOnlyList<SetApartRow>> ReadAsync(
        QuarantinedRows apart, IReadOnlyList<StandingVerdict> verdicts, SourceDefinition source, IReadOnlyList<IngestedFile> delivered, long skip, int take, CancellationToken cancellationToken);

    /// <summary>Those of the rows that any of the files, named by hash, holds.</summary>
    Task<IReadOnlySet<RowKey>> FindAsync(IReadOnlyCollection<string> files, IReadOnlyCollection<RowKey> rows, CancellationToken cancellationToken);
}
