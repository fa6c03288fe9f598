using EventedPipelines.Domain.Catalog.Sources;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Workers.Production.Sources.Kinds;

namespace EventedPipelines.Tests.Unit.Sources;

public sealed class FetchFolderSpecs : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("fetch-folder-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task a_whole_fetch_is_in_a_folder_named_by_its_files()
    {
        var first = await FetchAsync("one");
        (await FetchAsync("one")).ShouldBe(first);
        (await FetchAsync("two")).ShouldNotBe(first);
        Directory.GetDirectories(_root).Length.ShouldBe(2);
    }

    [Fact]
    public async Task a_folder_that_somebody_touched_is_replaced()
    {
        var path = await FetchAsync("one");
        await File.WriteAllTextAsync(path, "two");
        (await FetchAsync("one")).ShouldBe(path);
        (await File.ReadAllTextAsync(path)).ShouldBe("one");
    }

    [Fact]
    public async Task a_failed_fetch_keeps_what_came_and_names_it()
    {
        var failed = await Should.ThrowAsync<StepFailedException>(() => FetchFolder.FetchAsync(Request, async folder =>
        {
            await File.WriteAllTextAsync(folder.PathOf("page-0001.json"), "half");
            throw new StepFailedException(new(ErrorClass.Transient, "It broke.", "here", "Try again."));
        }));
        var kept = Directory.GetFiles(Path.Combine(_root, "attempts"), "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        failed.Error.ShouldBe(new(ErrorClass.Transient, $"It broke. What came is kept in {kept}.", "here", "Try again."));
        (await File.ReadAllTextAsync(kept)).ShouldBe("half");
    }

    [Fact]
    public async Task a_full_disk_is_an_error_that_may_heal() =>
        (await Should.ThrowAsync<StepFailedException>(() => FetchFolder.FetchAsync(Request, _ => throw new IOException("No space left on device")))).Error
            .ShouldSatisfyAllConditions(error => error.Class.ShouldBe(ErrorClass.Transient), error => error.Message.ShouldContain("No space left on device"));

    [Fact]
    public async Task what_a_killed_fetch_left_is_swept_and_nothing_else()
    {
        var path = await FetchAsync("one");
        var left = Directory.CreateDirectory(Path.Combine(_root, ".0123.fetch")).FullName;
        FetchFolder.Sweep(_root, DateTime.UtcNow.AddDays(-1));
        Directory.Exists(left).ShouldBeTrue("Another process may be busy with it.");
        FetchFolder.Sweep(_root, DateTime.UtcNow);
        (File.Exists(path), Directory.Exists(left)).ShouldBe((true, false));
        FetchFolder.Sweep(Path.Combine(_root, "not there"), DateTime.UtcNow);
    }

    FetchRequest Request => new(new HttpOrigin("https://shop.example/{first}"), "orders", DataInterval.Parse("2026-11-22"), TimeZoneInfo.Utc, [], _root, TimeProvider.System);

    async Task<string> FetchAsync(string text)
    {
        var path = "";
        await FetchFolder.FetchAsync(Request, async folder =>
        {
            await File.WriteAllTextAsync(folder.PathOf("rows.jsonl"), text);
            path = (await folder.CompleteAsync(default)).ShouldHaveSingleItem().Path;
            return new NotModified();
        });
        return path;
    }
}
