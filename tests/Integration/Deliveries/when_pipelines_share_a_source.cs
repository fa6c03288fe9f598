using System.Collections.Concurrent;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Kernel.Notifications;
using EventedPipelines.Domain.Production.Deliveries;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Domain.Reliability.Incidents;
using EventedPipelines.Tests.Integration.Hosts;
using EventedPipelines.Tests.Integration.Intervals;
using EventedPipelines.Workers.Demo.Samples;
using EventedPipelines.Workers.Production.Sources;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventedPipelines.Tests.Integration.Deliveries;

/// <summary>domain.md 1.4, 2.7a: what a source has delivered is read and checked once for all that read it, and they read the same rows of it.</summary>
public sealed class when_pipelines_share_a_source(PostgresServer server)
{
    static readonly DataInterval day = DataInterval.Parse("2026-03-01");

    [Fact]
    public async Task orders_that_four_pipelines_read_are_read_and_checked_once_and_are_the_same_for_all()
    {
        var reads = new Reads();
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, new(2026, 3, 3, 10, 0, 0, TimeSpan.Zero), services => services
            .AddSingleton<ILoggerProvider>(reads).Configure<LoggerFilterOptions>(options => options.AddFilter<Reads>(typeof(SourceIngest).FullName, LogLevel.Debug)));
        foreach (var each in DataInterval.Parse("2026-02").Days.Append(day.First))
        {
            SampleWriter.WriteDay(system.Data, seed: 1, each);
        }

        // A row that the contract refuses, one that a check sets apart, and a line that comes twice.
        File.AppendAllText(
            Path.Combine(system.Data, "orders/2026/03/orders-2026-03-01.csv"),
            "X-1,one,2026-03-01,C-1,Kitchen,1,10.00,5.0000,sale\nX-2,1,2026-03-01,C-1,Kitchen,1,,5.0000,sale\nX-3,1,2026-03-01,C-1,Kitchen,1,9.00,5.0000,sale\nX-3,1,2026-03-01,C-1,Kitchen,1,9.00,5.0000,sale\n");

        await FivePipelines.OpenAsync(system, [day]);
        await system.QuietAsync();

        await using var session = system.Store.QuerySession();
        var runs = (await session.Query<Run>().ToListAsync()).Where(run => run.Sources.ContainsKey("orders")).ToList();
        runs.Count.ShouldBe(4);
        runs.ShouldAllBe(run => run.IsFinished);
        reads.Of("orders/2026/03/orders-2026-03-01.csv").ShouldBe(1);
        reads.All.ShouldAllBe(read => read.Value == 1);

        var delivery = (await session.Events.FetchStreamAsync(Delivery.IdOf(FivePipelines.Workspace.Pipeline("unit-profit").Source("orders"), day))).Select(e => e.Data).ToList();
        delivery.Select(e => e.GetType().Name).ShouldBe([nameof(DeliveryReceived), nameof(DeliveryChecked)]);
        var received = (DeliveryReceived)delivery[0];
        received.Files.ShouldHaveSingleItem().RejectedRows.ShouldBe(1);

        var ofDay = runs.Where(run => run.DataInterval == day).ToList();
        ofDay.Count.ShouldBe(3);
        ofDay.ShouldAllBe(run => run.Sources["orders"].SequenceEqual(received.Files));
        ofDay.Select(run => string.Join(' ', run.Quarantine.Select(rows => $"{rows.Check} {rows.Sha256}"))).Distinct().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            apart => apart.ShouldContain("orders-schema"), apart => apart.ShouldContain("orders-duplicates"));
    }

    /// <summary>domain.md 2.5, 3.1: one incident for the source's period, which names all that it holds up, one page for each person, and all go on when the file is there.</summary>
    [Fact]
    public async Task a_file_that_never_comes_is_one_incident_and_one_page_for_each_person_and_all_go_on_at_one_instant()
    {
        var monday = DataInterval.Parse("2026-03-02");
        var midnight = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
        await using var system = await StillSystem.StartAsync(server, FivePipelines.Workspace, midnight.AddHours(-1));
        foreach (var file in SampleFile.Of(1, monday.First).Where(file => file.Source != "orders"))
        {
            SampleWriter.Write(system.Data, 1, file);
        }

        await system.PassToAsync(midnight.AddMinutes(30));

        await using var session = system.Store.QuerySession();
        var incident = (await session.Query<Incident>().ToListAsync()).ShouldHaveSingleItem();
        incident.Subject.ShouldBe(new("orders", monday));
        incident.Affected.Select(affected => $"{affected.Area}/{affected.Pipeline} {affected.Interval}").ShouldBe(
            ["growth/daily-growth 2026-03-02", "profit/aggregate-profit 2026-03-02", "profit/unit-profit 2026-03-02"]);
        var pages = (await session.Query<Notification>().ToListAsync()).Where(told => told.Queued.Kind is NotificationKind.Page).ToList();
        pages.Select(page => page.Queued.Recipient).Order().ToList().ShouldBe(["amara", "bruno", "chiyo"], "The primary owners of profit and of growth, each once.");
        pages.ShouldAllBe(page => page.Queued.Text.Contains("It holds up daily-growth 2026-03-02, aggregate-profit 2026-03-02, unit-profit 2026-03-02."));
        (await session.Events.FetchStreamAsync(Delivery.IdOf(FivePipelines.Workspace.Pipeline("unit-profit").Source("orders"), monday))).Select(e => e.Data).OfType<DeliveryReingestFailed>().Count()
            .ShouldBe(3, "Fetched for all of them together.");

        SampleWriter.WriteDay(system.Data, seed: 1, monday.First);
        await system.LookAsync();

        var runs = (await session.Query<Run>().ToListAsync()).Where(run => run.DataInterval == monday && run.Sources.ContainsKey("orders")).ToList();
        runs.Count.ShouldBe(3);
        runs.ShouldAllBe(run => run.IsFinished && run.Generation == 1);
        (await session.LoadAsync<Incident>(incident.Id))!.Resolution!.Cause.ShouldBe(ResolveIncidentDecision.Arrived);
    }

    /// <summary>How often each file was read, by what the reader logs.</summary>
    sealed class Reads : ILoggerProvider, ILogger
    {
        readonly ConcurrentDictionary<string, int> _files = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, int> All => _files;

        public int Of(string file) => _files.GetValueOrDefault(file);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> said && said.FirstOrDefault(part => part.Key == "File").Value is string file)
            {
                _files.AddOrUpdate(file, 1, (_, times) => times + 1);
            }
        }

        public void Dispose()
        {
        }
    }
}
