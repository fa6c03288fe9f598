using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Team.Holidays;
using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Domain.Team.OnCall;
using EventedPipelines.Projections.Kernel.Store;
using Marten;

namespace EventedPipelines.Application.Team.OnCall;

public static class OverrideStreams
{
    /// <summary>Lets somebody stand in for somebody else, and asks for a look at who is missing then; or why not.</summary>
    public static async Task<(Rejection? Rejection, Override? Made)> MakeOverrideAsync(this IDocumentSession session, MakeOverride command, TeamPlan team, DateTimeOffset now, CancellationToken token)
    {
        var sprint = await session.LockOpenSprintAsync(token);
        await session.LockAsync(Overrides.TheId, token);
        var stream = await session.Events.FetchForWriting<Overrides>(Overrides.TheId, token);
        int[] met = [LocalTime.DayOf(command.From ?? now, team.TimeZone).Year, LocalTime.DayOf(command.To, team.TimeZone).Year];
        var years = await session.LoadManyAsync<HolidayYear>(token, [.. met.Distinct().Select(HolidayYear.IdOf)]);
        var decision = MakeOverrideDecision.Decide(command, stream.Aggregate, team, years, now);
        if (decision.Rejection is { } refused)
        {
            return (refused, null);
        }

        await session.AppendAsync(stream, decision, token);
        await session.AskForCoverageAsync(sprint, now, token);
        return (null, decision.On(stream.Aggregate, Overrides.Fold)!.All[^1]);
    }
}
