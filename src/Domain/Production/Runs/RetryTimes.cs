using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventedPipelines.Domain.Catalog.Policies;

namespace EventedPipelines.Domain.Production.Runs;

public static class RetryTimes
{
    /// <summary>
    /// When the attempt after a failed one is due; null when it was the last or the error cannot heal. The jitter, up to
    /// +-<see cref="RetryPolicy.Jitter"/> of the delay, is drawn from the ids and not from chance, so that a decision replays the same.
    /// </summary>
    public static DateTimeOffset? NextDue(this RetryPolicy policy, Guid run, Step step, int attempt, StepError error, DateTimeOffset now)
    {
        if (error.Class is ErrorClass.Permanent || attempt > policy.Delays.Count)
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}/{step}/{attempt}"));
        var unit = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
        return now + (policy.Delays[attempt - 1] * (1 + (policy.Jitter * ((2 * unit) - 1))));
    }
}
