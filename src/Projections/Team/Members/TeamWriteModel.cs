using EventedPipelines.Domain.Team.Members;
using EventedPipelines.Projections.Kernel.Store;

namespace EventedPipelines.Projections.Team.Members;

public sealed class TeamWriteModel() : WriteModel<DefinedTeam>("team", MarkedEvents.Of<ITeamEvent>(), DefinedTeam.Fold);
