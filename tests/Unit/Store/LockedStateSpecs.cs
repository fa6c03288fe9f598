using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using JasperFx.CodeGeneration.Frames;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Configuration;

namespace EventedPipelines.Tests.Unit.Store;

public sealed record Drawer(Guid Id);

public sealed record OpenDrawer(Guid DrawerId, bool IsStuck = false);

public sealed record Key(string Shape);

/// <summary>What happened, in order.</summary>
public sealed class Diary
{
    public List<string> Lines { get; } = [];
}

/// <summary>The clock that moves on while the lock is waited for.</summary>
public sealed class WaitingClock : TimeProvider
{
    public static readonly DateTimeOffset Before = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Before;

    public override DateTimeOffset GetUtcNow() => Now;
}

public sealed class DrawerAttribute : LockedStateAttribute
{
    public static Task DecideAsync(Diary diary, TimeProvider clock, Guid stream, Func<Drawer, DateTimeOffset, Decision> decide)
    {
        diary.Lines.Add("locked");
        ((WaitingClock)clock).Now += TimeSpan.FromSeconds(1);
        var decision = decide(new(stream), clock.GetUtcNow());
        diary.Lines.Add($"committed {string.Join(' ', decision)}");
        return Task.CompletedTask;
    }

    protected override MethodCall Commit(IChain chain, Type state) => new(typeof(DrawerAttribute), nameof(DecideAsync));
}

public static class OpenDrawerHandler
{
    public static async Task<(HandlerContinuation, Key)> LoadAsync(OpenDrawer open, Diary diary, DateTimeOffset now)
    {
        await Task.Yield();
        diary.Lines.Add($"looked at {now:ss}");
        return (open.IsStuck ? HandlerContinuation.Stop : HandlerContinuation.Continue, new("round"));
    }

    public static Decision Handle(OpenDrawer open, Key key, [Drawer] Drawer drawer, DateTimeOffset now) => [$"{key.Shape} key opened {(drawer.Id == open.DrawerId ? "it" : "another")} at {now:ss}"];

    public static void After(Diary diary) => diary.Lines.Add("after");
}

/// <summary>What a handler is given that decides about one stream (ADR-0034).</summary>
public sealed class LockedStateSpecs
{
    static async Task<List<string>> DiaryAfterAsync(object message)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Diary>().AddSingleton<TimeProvider>(new WaitingClock()).AddKeptHandlers();
        builder.UseWolverine(options =>
        {
            options.Durability.Mode = DurabilityMode.MediatorOnly;
            options.Discovery.DisableConventionalDiscovery().IncludeType(typeof(OpenDrawerHandler));
            options.CodeGeneration.Sources.Insert(0, new ClockVariableSource());
        });
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IMessageBus>().InvokeAsync(message);
        return host.Services.GetRequiredService<Diary>().Lines;
    }

    [Fact]
    public async Task a_handler_decides_under_the_lock_of_what_was_loaded_before_it_and_what_comes_after_follows_the_commit() =>
        (await DiaryAfterAsync(new OpenDrawer(Guid.NewGuid()))).ShouldBe(["looked at 00", "locked", "committed round key opened it at 01", "after"]);

    [Fact]
    public async Task a_handler_that_stops_before_it_decides_takes_no_lock() =>
        (await DiaryAfterAsync(new OpenDrawer(Guid.NewGuid(), IsStuck: true))).ShouldBe(["looked at 00"]);
}
