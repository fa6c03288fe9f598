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
    public static async Task<(Rejection? Rejection, Override? Made)> MakeOverrideAsync(
        this IDocumentSession session, MakeOverride command, TeamPlan team, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sprint = await session.LockOpenSprintAsync(cancellationToken);
        await session.LockAsync(Overrides.TheId, cancellationToken);
        var stream = await session.Events.FetchForWriting<Overrides>(Overrides.TheId, cancellationToken);
        int[] met = [LocalTime.DayOf(command.From ?? now, team.TimeZone).Year, LocalTime.DayOf(command.To, team.TimeZone).Year];
        var years = await session.LoadManyAsync<HolidayYear>(cancellationToken, [.. met.Distinct().Select(HolidayYear.IdOf)]);
        var decision = MakeOverrideDecision.Decide(command, stream.Aggregate, team, years, now);
        if (decision.Rejection is { } refused)
        {
            return (refused, null);
        }

        await session.AppendAsync(stream, decision, cancellationToken);
        await session.AskForCoverageAsync(sprint, now, cancellationToken);
        return (null, decision.On(stream.Aggregate, Overrides.Fold)!.All[^1]);
    }
}
