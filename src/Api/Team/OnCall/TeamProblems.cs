using EventedPipelines.Api.Kernel.Http;
using Microsoft.AspNetCore.Mvc;

namespace EventedPipelines.Api.Team.OnCall;

/// <summary>What is answered where the workspace says nothing of the team.</summary>
static class TeamProblems
{
    public static ProblemDetails NoTeam() => Problems.NotFound("team", "Describe it in team.yml of the workspace and start again; `./run init DIR` writes one to begin with.");

    public static ProblemDetails NoSprint() => Problems.NotFound("open sprint", "Add a `rotation` to team.yml of the workspace and start again.");
}
