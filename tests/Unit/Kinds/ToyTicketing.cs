using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Kernel.Yaml;
using EventedPipelines.Workers.Team.Requests;
using EventedPipelines.Workers.Team.Requests.Ticketing;

namespace EventedPipelines.Tests.Unit.Kinds;

/// <summary>A ticketing system that this project adds: slips of paper on a wall.</summary>
sealed class ToyTicketing : ITicketingKind
{
    public TicketingKind Kind => new("PaperWall");

    public string Word => "paper_wall";

    public string Summary => "a slip on the wall";

    public string Schema => """{ "properties": { "colour": { "description": "Of the slips.", "type": "string" } }, "required": ["colour"] }""";

    public IReadOnlyList<string> Documentation => ["`colour`", "a slip"];

    public TicketingPolicy Read(TicketingPolicy system, YamlBlock block) =>
        system with { Settings = new Dictionary<string, string> { ["colour"] = block.Require("colour")?.Text() ?? "" } };

    public ITicketing Filer(IServiceProvider services) => new Wall();

    sealed class Wall : ITicketing
    {
        public Task<FiledTicket> FileAsync(TicketDraft draft, TicketingPolicy policy, string? secret, CancellationToken cancellationToken) =>
            Task.FromResult(new FiledTicket($"{policy.Settings!["colour"]} slip {draft.ExternalKey}", null));
    }
}
