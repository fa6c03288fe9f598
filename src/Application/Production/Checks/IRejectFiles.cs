using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Application.Production.Checks;

/// <summary>
/// A row of a file that does not fit its contract: the column that is wrong (null where the row as a whole is), its value cut to 200
/// characters, and the row as JSON, an object by column or a text where it could not be taken apart. <paramref name="Row"/> is as that of <see cref="SetApartRow"/>.
/// </summary>
public sealed record RejectedRow(string File, long Row, string? Column, string? Value, string Reason, string Raw);

/// <summary>Reads the files of rejected rows. Only a process with the lake can.</summary>
public interface IRejectFiles
{
    /// <summary>Those of a file of a source, as a run read both, in its order from <paramref name="skip"/> on. None where it has none.</summary>
    Task<IReadOnlyList<RejectedRow>> ReadAsync(SourceDefinition source, IngestedFile file, long skip, int take, CancellationToken cancellationToken);
}
