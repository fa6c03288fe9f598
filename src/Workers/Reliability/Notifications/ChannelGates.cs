using EventedPipelines.Workers.Kernel.Work;

namespace EventedPipelines.Workers.Reliability.Notifications;

/// <summary>
/// How many notifications each channel sends at a time, in this process. A receiver that hangs holds its slots of the dispatcher for as long
/// as an attempt may take. So a channel gets at most <see cref="PerChannel"/> of them and all channels at most <see cref="Together"/>,
/// shared out so that each has some that no other can take: up to that many channels, one that is down never blocks another, and
/// the rest of the slots is always there for every other kind of work. What finds no room is put off and not waited for in a slot.
/// </summary>
public sealed class ChannelGates
{
    public const int PerChannel = 4;
    public const int Together = WorkLimits.Dispatch * 3 / 4;

    readonly Lock _lock = new();
    readonly Dictionary<string, int> _sending = [];
    readonly HashSet<string> _crowded = [];

    /// <summary>Takes a place; false where there is none, and then the channel counts as crowded.</summary>
    /// <param name="channel">Its name.</param>
    /// <param name="channels">How many channels share the places.</param>
    public bool TryEnter(string channel, int channels)
    {
        lock (_lock)
        {
            var sending = _sending.GetValueOrDefault(channel);
            if (sending >= Math.Clamp(Together / channels, 1, PerChannel) || _sending.Values.Sum() >= Together)
            {
                _crowded.Add(channel);
                return false;
            }

            _sending[channel] = sending + 1;
            return true;
        }
    }

    /// <summary>Gives the place back; true where others may be waiting for it.</summary>
    public bool Leave(string channel)
    {
        lock (_lock)
        {
            _sending[channel]--;
            return _crowded.Contains(channel);
        }
    }

    /// <summary>Nobody is waiting any more.</summary>
    public void Clear(string channel)
    {
        lock (_lock)
        {
            _crowded.Remove(channel);
        }
    }
}
