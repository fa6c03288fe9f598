namespace EventedPipelines.Workers.Samples;

/// <summary>
/// One day in three has one to three defects, so that the quarantine has something to show: a null amount, or a negative one that is
/// no refund.
/// </summary>
static class SampleDefects
{
    public static void Plant(List<OrderLine> lines, SplitMix64 random)
    {
        if (!random.OneIn(3))
        {
            return;
        }

        for (var left = random.Between(1, 3); left > 0; left--)
        {
            var at = random.Between(0, lines.Count - 1);
            var line = lines[at];
            if (line is { Kind: "sale", Amount: > 0 })
            {
                lines[at] = line with { Amount = random.OneIn(2) ? null : -line.Amount };
            }
        }
    }
}
