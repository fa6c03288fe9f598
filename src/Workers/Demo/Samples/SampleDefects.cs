namespace EventedPipelines.Workers.Demo.Samples;

/// <summary>
/// What is wrong with some days on purpose, so that checks have something to find. In one day of three one to three amounts are null, or
/// negative without a refund; in one of six a line comes twice, the same or with another quantity.
/// </summary>
static class SampleDefects
{
    public static void Plant(List<OrderLine> lines, SplitMix64 random)
    {
        if (lines.Count == 0)
        {
            return;
        }

        if (random.OneIn(3))
        {
            SpoilAmounts(lines, random);
        }

        if (random.OneIn(6))
        {
            var line = lines[random.Between(0, lines.Count - 1)];
            lines.Add(random.OneIn(2) ? line : line with { Quantity = line.Quantity + 1 });
        }
    }

    static void SpoilAmounts(List<OrderLine> lines, SplitMix64 random)
    {
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
