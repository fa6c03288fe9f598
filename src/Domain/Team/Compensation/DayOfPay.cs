namespace EventedPipelines.Domain.Team.Compensation;

/// <summary>All lines that were ever booked for a day, over the ledgers that they are in. A line that is not taken back holds.</summary>
public sealed record DayOfPay(IReadOnlyList<PayLine> Lines)
{
    public PayLine? Find(Guid id) => Lines.FirstOrDefault(line => line.LineId == id);

    public bool Holds(PayLine line) => line.Reverses is null && Lines.All(other => other.Reverses != line.LineId);

    /// <summary>The line itself or, where it was booked anew for the same duty, because cents of its block had moved, the line that is in its place.</summary>
    public PayLine Latest(PayLine line)
    {
        while (!Holds(line) && Lines.FirstOrDefault(other => other.Corrects == line.LineId && other.IsSameDuty(line)) is { } anew)
        {
            line = anew;
        }

        return line;
    }

    /// <summary>The lines of a block that hold.</summary>
    public IEnumerable<PayLine> Of(int block) => Lines.Where(line => line.Block == block && Holds(line));

    /// <summary>The line that holds for a part of this time: an hour is paid once.</summary>
    public PayLine? Meeting(int block, DateTimeOffset from, DateTimeOffset to, PayLine? except = null) =>
        Of(block).FirstOrDefault(line => line.LineId != except?.LineId && line.Meets(from, to));
}
