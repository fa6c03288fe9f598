namespace EventedPipelines.Application.Team.Calendars;

/// <summary>Folds of an iCalendar text as bytes (RFC 5545, 3.1): a line end, and one space or tab.</summary>
static class IcsFolds
{
    /// <summary>Moves a fold that is inside a character of UTF-8 before it. What is no UTF-8 otherwise stays so.</summary>
    public static byte[] OutsideCharacters(byte[] bytes)
    {
        var unfolded = new List<byte>(bytes.Length);
        for (var at = 0; at < bytes.Length;)
        {
            if (FoldAt(bytes, at) is var fold and > 0)
            {
                unfolded.InsertRange(unfolded.Count - Begun(unfolded), bytes.AsSpan(at, fold).ToArray());
                at += fold;
            }
            else
            {
                unfolded.Add(bytes[at++]);
            }
        }

        return [.. unfolded];
    }

    static int FoldAt(byte[] bytes, int at)
    {
        var end = bytes[at] switch
        {
            (byte)'\r' when at + 1 < bytes.Length && bytes[at + 1] == '\n' => 2,
            (byte)'\r' or (byte)'\n' => 1,
            _ => 0,
        };
        return end > 0 && at + end < bytes.Length && bytes[at + end] is (byte)' ' or (byte)'\t' ? end + 1 : 0;
    }

    /// <summary>How many bytes of a character have come that wants more of them.</summary>
    static int Begun(List<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Count); back++)
        {
            var length = bytes[^back] switch
            {
                >= 0xF0 => 4,
                >= 0xE0 => 3,
                >= 0xC0 => 2,
                >= 0x80 => 0,
                _ => 1,
            };
            if (length > 0)
            {
                return length > back ? back : 0;
            }
        }

        return 0;
    }
}
