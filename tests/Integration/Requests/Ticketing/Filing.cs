using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Workers.Catalog.Receivers;
using EventedPipelines.Workers.Demo.Simulations;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Team.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Tests.Integration.Requests.Ticketing;

/// <summary>The filer with all its systems, a clock that stands, and a secret in a variable of its own.</summary>
sealed class Filing : IDisposable
{
    public const string Key = "0199a0b1-c2d3-74e5-8f60-718293a4b5c6";
    public const string Label = $"evented-{Key}";

    public static readonly TicketDraft Draft = new(
        Key, "Revenue by country", "Finance wants revenue by country.\nFor 2027.\n\nIt needs 6 points; 4 are left.", "growth", "Finance", 6m);

    readonly ReceiverHttp _http = new();
    readonly ServiceProvider _services;
    readonly TicketFiler _filer;

    /// <param name="secret">What the variable holds; null leaves it out.</param>
    /// <param name="limit">How long an attempt may take.</param>
    public Filing(string? secret, TimeSpan? limit = null)
    {
        Environment.SetEnvironmentVariable(Variable, secret);
        _services = new ServiceCollection().AddSingleton(new TicketingHttp(_http, new VirtualClock(Now))).AddSingleton<TimeProvider>(new VirtualClock(Now)).BuildServiceProvider();
        _filer = new(WorkspaceKinds.Shipped, _services, new(limit ?? TimeSpan.FromSeconds(30)));
    }

    public static DateTimeOffset Now { get; } = new(2026, 11, 26, 9, 30, 0, TimeSpan.Zero);

    public string Variable { get; } = $"EVENTED_TEST_{Guid.CreateVersion7():N}".ToUpperInvariant();

    public Task<TicketResult> FileAsync(TicketingPolicy policy, TicketDraft? draft = null, CancellationToken cancellationToken = default) =>
        _filer.FileAsync(draft ?? Draft, policy, cancellationToken);

    public async Task<FiledTicket> FiledAsync(TicketingPolicy policy, TicketDraft? draft = null)
    {
        var result = await FileAsync(policy, draft);
        return result.ShouldBeOfType<TicketResult.Filed>(result.ToString()).Ticket;
    }

    public async Task<TicketResult.Failed> FailedAsync(TicketingPolicy policy) => (await FileAsync(policy)).ShouldBeOfType<TicketResult.Failed>();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _http.Dispose();
    }
}
