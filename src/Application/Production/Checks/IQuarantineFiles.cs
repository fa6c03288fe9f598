using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Application.Production.Checks;

/// <summary>
/// A row that a check has set apart, as its file in the lake has it, with the verdict in force. Line breaks inside of values are not
/// counted in <paramref name="Row"/>.
/// </summary>
public sealed record SetApartRow(string File, long Row, RowKey Key, IReadOnlyDictionary<string, string?> Values, Verdict? Verdict);

/// <summary>Reads the files of rows set apart. Only a process with the lake can.</summary>
public interface IQuarantineFiles
{
    /// <summary>Rows of a file in its order, from <paramref name="skip"/> on.</summary>
    Task<IReadOnlyList<SetApartRow>> ReadAsync(QuarantinedRows apart, IReadOnlyList<StandingVerdict> verdicts, long skip, int take, CancellationToken cancellationToken);

    /// <summary>Those of the rows that any of the files, named by hash, holds.</summary>
    Task<IReadOnlySet<RowKey>> FindAsync(IReadOnlyCollection<string> files, IReadOnlyCollection<RowKey> rows, CancellationToken cancellationToken);
}
