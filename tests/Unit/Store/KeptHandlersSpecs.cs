using EventedPipelines.Application.Kernel;

namespace EventedPipelines.Tests.Unit.Store;

/// <summary>A folder stands for the program's: what is compiled for it is kept in it.</summary>
public sealed class KeptHandlersSpecs : IDisposable
{
    readonly DirectoryInfo _program = Directory.CreateTempSubdirectory("ep-handlers-");

    // Nobody else has compiled it in this process.
    readonly string _code = $"public static class Made{Guid.NewGuid():N} {{ public static int Answer => 42; }}";

    FileInfo[] Kept => _program.GetFiles("*.dll", SearchOption.AllDirectories);

    public void Dispose() => _program.Delete(recursive: true);

    int Answer(string code) => (int)new KeptHandlers(_program.FullName).Generate(code).GetExportedTypes().Single().GetProperty("Answer")!.GetValue(null)!;

    [Fact]
    public void a_compiled_handler_works_and_is_kept_beside_the_program()
    {
        Answer(_code).ShouldBe(42);
        Kept.ShouldHaveSingleItem().DirectoryName!.ShouldStartWith(Path.Combine(_program.FullName, "handlers"));
    }

    [Fact]
    public void a_handler_that_another_process_has_kept_is_loaded_and_not_compiled()
    {
        Answer(_code.Replace("42", "43"));
        var other = Kept.Single();
        Answer(_code);
        var mine = Kept.Single(file => file.Name != other.Name);

        // The same place in a folder that this process has not seen, with what would not be compiled from this code.
        var elsewhere = Directory.CreateDirectory(Path.Combine(_program.FullName, "elsewhere"));
        var place = new FileInfo(Path.Combine(elsewhere.FullName, "handlers", mine.Directory!.Name, mine.Name));
        place.Directory!.Create();
        other.CopyTo(place.FullName);
        new KeptHandlers(elsewhere.FullName).Generate(_code).GetExportedTypes().Single().GetProperty("Answer")!.GetValue(null).ShouldBe(43);
    }

    [Fact]
    public void another_build_compiles_its_own_handlers_and_clears_away_the_former_ones()
    {
        Answer(_code);
        var former = Kept.Single();
        File.WriteAllText(Path.Combine(_program.FullName, "Domain.dll"), "another build");

        Answer(_code).ShouldBe(42);

        Kept.Where(file => file.Name != "Domain.dll").ShouldHaveSingleItem().FullName.ShouldNotBe(former.FullName);
    }

    [Fact]
    public void a_broken_file_of_a_kept_handler_is_made_anew()
    {
        Answer(_code);
        var mine = Kept.Single();
        var elsewhere = Directory.CreateDirectory(Path.Combine(_program.FullName, "elsewhere"));
        var place = new FileInfo(Path.Combine(elsewhere.FullName, "handlers", mine.Directory!.Name, mine.Name));
        place.Directory!.Create();
        File.WriteAllText(place.FullName, "no assembly");

        new KeptHandlers(elsewhere.FullName).Generate(_code);

        File.ReadAllBytes(place.FullName).Length.ShouldBe(File.ReadAllBytes(mine.FullName).Length);
    }

    [Fact]
    public void a_handler_that_cannot_be_kept_works_all_the_same()
    {
        File.WriteAllText(Path.Combine(_program.FullName, "handlers"), "a file where the folder should be");
        Answer(_code).ShouldBe(42);
    }
}
