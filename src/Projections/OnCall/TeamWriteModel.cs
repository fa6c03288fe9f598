using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Store;

namespace EventedPipelines.Projections.OnCall;

public sealed class TeamWriteModel() : WriteModel<DefinedTeam>("team", EventNames.Of<ITeamEvent>(), DefinedTeam.Fold);
