namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A row of a JSON file: its bytes, the 1-based line it starts on, and whether more follows it, so that it is not cut off.</summary>
delegate void JsonRow(ReadOnlySpan<byte> row, long line, bool isEnded);

/// <summary>Where the rows of a JSON file are. The file is UTF-8; what is no JSON at all is a permanent error with its line.</summary>
interface IJsonRows
{
    /// <summary>Gives the rows in order, until <paramref name="isEnough"/>.</summary>
    Task ReadAsync(JsonRow row, Func<bool> isEnough, CancellationToken cancellationToken);
}
