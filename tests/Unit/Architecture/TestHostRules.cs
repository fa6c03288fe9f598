namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>The screen of a test run is for what came of it: what hosts log goes into files.</summary>
public sealed class TestHostRules
{
    [Theory]
    [InlineData("tests/Integration")]
    [InlineData("tests/Browser")]
    public void hosts_of_tests_are_made_where_their_log_is_led_into_a_file(string folder)
    {
        string[] making = ["WebApplication.Create", "Host.Create", "new HostBuilder", "AddConsole", "AddJsonConsole"];
        SourceTree.Under(folder).Where(file => making.Any(word => file.Text.Contains(word, StringComparison.Ordinal)))
            .Select(file => file.Path).ShouldBeSubsetOf([Path.Combine("tests", "Integration", "Hosts", "HostLogs.cs")]);
    }

    [Theory]
    [InlineData("tests/Unit")]
    [InlineData("tests/Integration")]
    [InlineData("tests/Browser")]
    public void tests_write_what_they_measure_as_their_output(string folder) =>
        // The process of its own that a test reads the number from.
        SourceTree.Under(folder).Where(file => !file.Path.EndsWith("OwnerProcess.cs", StringComparison.Ordinal) && file.Text.Contains("Console" + ".Write", StringComparison.Ordinal)).ShouldBeEmpty();
}
