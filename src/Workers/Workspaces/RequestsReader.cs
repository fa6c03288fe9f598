using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Workers.Workspaces;

/// <summary>`requests` of the policies: how much of a sprint they get, and where what does not fit becomes a ticket (domain.md 5.3, 5.4).</summary>
static class RequestsReader
{
    public static RequestPolicy Read(YamlValue? value, IReadOnlyList<ITicketingKind> systems)
    {
        var unlessGiven = RequestPolicy.Default;
        if (value?.Block("`requests`") is not { } block)
        {
            return unlessGiven;
        }

        var (points, share) = (block.Find("team_points"), block.Find("share"));
        var policy = new RequestPolicy(
            AboveZero(points, points?.Amount(), "A team without points has no time for requests.", "Give the points of one sprint, such as 40, the default.") ?? unlessGiven.TeamPoints,
            AboveZero(share, share?.Share(), "With a share of 0 no request is ever accepted.", "Use a share above 0 and up to 1; the default is 0.10.") ?? unlessGiven.Share,
            TicketingReader.Read(block.Find("ticketing"), systems));
        block.Close();
        return policy;
    }

    static decimal? AboveZero(YamlValue? value, decimal? number, string message, string remedy)
    {
        if (number == 0)
        {
            value!.Problem(message, remedy);
        }

        return number;
    }
}
