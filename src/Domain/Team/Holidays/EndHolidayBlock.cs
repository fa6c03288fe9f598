using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Members;

namespace EventedPipelines.Domain.Team.Holidays;

/// <summary>A block has come to its end.</summary>
public sealed record EndHolidayBlock(string Key, Overrides Overrides);

public static class EndHolidayBlockDecision
{
    /// <summary>Who was there, by the plan and the overrides of that time. Said again it changes nothing.</summary>
    public static Decision Decide(EndHolidayBlock command, HolidayYear year, DateTimeOffset now)
    {
        var found =
            from day in year.Days
            from block in day.Blocks
            where HolidayYear.KeyOf(day.Day, block.Number) == command.Key && block.To <= now && !year.Worked.Contains(command.Key)
            select new HolidayBlockWorked(
                year.Id, day.Day, block.Number,
                [.. command.Overrides.During(block.Engineer, block.From, block.To).Select(part => new WorkedShift(
                    part.Engineer, part.From, part.To, [.. part.By.Select(one => EventRef.Of(command.Overrides.Id, one.Version))]))],
                now);
        return [.. found.Take(1)];
    }
}
