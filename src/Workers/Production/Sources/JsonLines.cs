using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>JSON Lines: a row on each line. Blank lines are no rows.</summary>
sealed class JsonLines(SourceFile file) : IJsonRows
{
    long _lines;

    public async Task ReadAsync(JsonRow row, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        _lines = 0;
        var pipe = PipeReader.Create(Unpacked.Open(file.Path, file.Name), new(bufferSize: 1 << 16));
        try
        {
            while (!isEnough())
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var rest = read.Buffer;
                while (!isEnough() && rest.PositionOf((byte)'\n') is { } end)
                {
                    Take(rest.Slice(0, end), isEnded: true, row);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (rest.Length > CsvRecord.Longest)
                {
                    throw Failure.Permanent(Place, "The line is longer than 2 MB.", "Deliver one JSON object per line.");
                }

                if (read.IsCompleted && !isEnough())
                {
                    Take(rest, isEnded: false, row);
                    return;
                }

                pipe.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    string Place => $"{file.Name}, line {Math.Max(_lines, 1)}";

    void Take(ReadOnlySequence<byte> sequence, bool isEnded, JsonRow row)
    {
        var bytes = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        _lines++;
        bytes = _lines == 1 && bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (bytes.Trim(" \t\r"u8).IsEmpty)
        {
            return;
        }

        if (!Utf8.IsValid(bytes))
        {
            throw Failure.Permanent(Place, "The bytes are not UTF-8.", "Deliver the file in UTF-8.");
        }

        row(bytes, _lines, isEnded);
    }
}
