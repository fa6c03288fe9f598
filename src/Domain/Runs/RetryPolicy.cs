using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventedPipelines.Domain.Runs;

/// <summary>1 first try and a retry after each delay, jittered (domain.md 2.6).</summary>
public sealed record RetryPolicy(IReadOnlyList<TimeSpan> Delays, double Jitter)
{
    public static RetryPolicy Default { get; } = new([TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)], 0.2);

    public int Attempts => Delays.Count + 1;

    /// <summary>
    /// When the attempt after a failed one is due; null when it was the last or the error cannot heal. The jitter, up to
    /// +-<see cref="Jitter"/> of the delay, is drawn from the ids and not from chance, so that a decision replays the same.
    /// </summary>
    public DateTimeOffset? NextDue(Guid run, Step step, int attempt, StepError error, DateTimeOffset now)
    {
        if (error.Class is ErrorClass.Permanent || attempt > Delays.Count)
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}/{step}/{attempt}"));
        var unit = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
        return now + (Delays[attempt - 1] * (1 + (Jitter * ((2 * unit) - 1))));
    }
}
