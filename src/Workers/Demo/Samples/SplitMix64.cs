namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014). Written out here because
/// System.Random may change its algorithm and a sample day must stay the same bytes for ever.
/// </summary>
sealed class SplitMix64(ulong state)
{
    const ulong Gamma = 0x9E3779B97F4A7C15;

    ulong _state = state;

    /// <summary>A stream of its own for each (seed, date, purpose): what one purpose draws moves no other.</summary>
    public static SplitMix64 For(int seed, DateOnly day, string purpose)
    {
        var key = Mix((ulong)(uint)seed + Gamma) ^ (ulong)(uint)day.DayNumber;
        foreach (var character in purpose)
        {
            key = Mix(key + Gamma) ^ character;
        }

        return new(Mix(key + Gamma));
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most)
    {
        _state += Gamma;
        var range = (ulong)((long)most - least + 1);
        return least + (int)Math.BigMul(Mix(_state), range, out _);
    }

    public bool OneIn(int times) => Between(1, times) == 1;

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
