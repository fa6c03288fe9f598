using System.Text.Json;
using System.Text.Unicode;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Engine;

namespace EventedPipelines.Workers.Production.Sources;

/// <summary>A JSON document with its rows in an array: the document itself, or what the contract's `rows` leads to, an object's key each. It is read in pieces; one row fits in 2 MB.</summary>
sealed class JsonArray(SourceFile file) : IJsonRows
{
    const int Piece = 1 << 16;

    readonly string[] _path = file.Contract.Rows?.Split('.') ?? [];
    byte[] _buffer = new byte[Piece];
    int _end;
    bool _isAll;
    long _line;

    public async Task ReadAsync(JsonRow row, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        await using var bytes = Unpacked.Open(file.Path, file.Name);
        var walk = new Walk(_path.Length);
        (_end, _isAll, _line) = (0, false, 1);
        await FillAsync(bytes, cancellationToken);
        Drop(_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0);
        while (!isEnough() && !walk.IsOver)
        {
            var taken = Take(walk, row, isEnough);
            Drop(taken);
            if (taken == 0 && !walk.IsOver && !isEnough())
            {
                if (_isAll)
                {
                    throw Broken("The file is cut off: it is no whole JSON document.", "Deliver the file again, whole.");
                }

                if (_end > CsvRecord.Longest)
                {
                    throw Broken("There is a row or a value of more than 2 MB.", "Deliver an array of objects.");
                }

                await FillAsync(bytes, cancellationToken);
            }
        }
    }

    // As far as the buffer has whole tokens, and whole rows; how many bytes those were.
    int Take(Walk walk, JsonRow row, Func<bool> isEnough)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, _end), _isAll, walk.State);
        var (taken, line) = (0, _line);
        try
        {
            while (!isEnough() && Read(ref reader, walk))
            {
                var before = walk.IsInRows;
                if (before && reader.TokenType is not JsonTokenType.EndArray)
                {
                    var start = (int)reader.TokenStartIndex;
                    if (!reader.TrySkip())
                    {
                        break;
                    }

                    Give(_buffer.AsSpan(start, (int)reader.BytesConsumed - start), line + Lines(taken, start), row);
                }
                else
                {
                    Step(ref reader, walk);
                }

                walk.State = reader.CurrentState;
                line += Lines(taken, (int)reader.BytesConsumed);
                taken = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException error)
        {
            throw Broken($"This is no JSON: {error.Message.Split(" LineNumber", 2)[0]}", "Deliver the file again, as one JSON document.", 1 + (error.LineNumber ?? 0), error);
        }

        return taken;
    }

    bool Read(ref Utf8JsonReader reader, Walk walk)
    {
        if (reader.Read())
        {
            return true;
        }

        walk.IsOver = _isAll && reader.CurrentDepth == 0 && reader.TokenType is not JsonTokenType.None;
        if (walk.IsOver && !walk.IsFound)
        {
            throw Broken(
                $"The document has no array of rows{(_path.Length == 0 ? "" : $" at '{file.Contract.Rows}'")}.",
                $"Deliver an array of objects, or say by `rows` in the contract '{file.Contract.Id}' (version {file.Contract.Version}) where in the document it is.");
        }

        return false;
    }

    // Keys of the objects on the way are at the depth of how many were found; a key of any other object is deeper.
    void Step(ref Utf8JsonReader reader, Walk walk)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when walk.IsNext && walk.Matched == _path.Length:
                if (walk.IsFound)
                {
                    throw Broken($"The document has '{file.Contract.Rows}' twice.", "Deliver it once.");
                }

                (walk.IsFound, walk.IsInRows, walk.IsNext) = (true, true, false);
                break;
            case JsonTokenType.EndArray when walk.IsInRows:
                (walk.IsInRows, walk.Matched) = (false, Math.Max(0, walk.Matched - 1));
                break;
            case JsonTokenType.PropertyName when walk.Matched < _path.Length && reader.CurrentDepth == walk.Matched + 1 && !walk.IsNext && reader.ValueTextEquals(_path[walk.Matched]):
                (walk.Matched, walk.IsNext) = (walk.Matched + 1, true);
                break;
            case JsonTokenType.StartObject when walk.IsNext && walk.Matched < _path.Length:
                walk.IsNext = false;
                break;
            case JsonTokenType.EndObject when reader.CurrentDepth == walk.Matched && walk.Matched > 0:
                walk.Matched--;
                break;
            default:
                // A value where an object or the array was looked for leads nowhere.
                walk.Matched -= walk is { IsNext: true, Matched: > 0 } ? 1 : 0;
                walk.IsNext = false;
                break;
        }
    }

    void Give(ReadOnlySpan<byte> row, long line, JsonRow take)
    {
        if (!Utf8.IsValid(row))
        {
            throw Broken("The bytes are not UTF-8.", "Deliver the file in UTF-8.", line);
        }

        take(row, line, isEnded: true);
    }

    async Task FillAsync(Stream bytes, CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var wanted = _buffer.Length - _end;
        var read = await bytes.ReadAtLeastAsync(_buffer.AsMemory(_end), wanted, throwOnEndOfStream: false, cancellationToken);
        _end += read;
        _isAll = read < wanted;
    }

    void Drop(int bytes)
    {
        _line += Lines(0, bytes);
        Buffer.BlockCopy(_buffer, bytes, _buffer, 0, _end - bytes);
        _end -= bytes;
    }

    int Lines(int from, int to) => _buffer.AsSpan(from, to - from).Count((byte)'\n');

    StepFailedException Broken(string message, string remedy, long? line = null, Exception? error = null) => Failure.Permanent($"{file.Name}, line {line ?? _line}", message, remedy, error);

    /// <summary>How far a document is read.</summary>
    sealed class Walk(int path)
    {
        public JsonReaderState State { get; set; }

        /// <summary>How many keys of the path are found; the array is looked for right behind the last of them.</summary>
        public int Matched { get; set; }

        public bool IsNext { get; set; } = path == 0;

        public bool IsInRows { get; set; }

        public bool IsFound { get; set; }

        public bool IsOver { get; set; }
    }
}
