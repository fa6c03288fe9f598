using System.Reflection;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Production.Runs;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>Who may reference what (style.md B1).</summary>
public sealed class DependencyRules
{
    [Fact]
    public void domain_references_nothing_but_the_base_class_library() =>
        References(typeof(Run).Assembly).ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void projections_reference_domain_and_no_other_project() =>
        References(typeof(RunDetails).Assembly).Where(IsOurs).ShouldBe(["EventedPipelines.Domain"]);

    [Fact]
    public void the_application_references_what_is_decided_and_how_it_is_stored() =>
        References(typeof(Deciding).Assembly).Where(IsOurs).ShouldBe(["EventedPipelines.Domain", "EventedPipelines.Projections"], ignoreOrder: true);

    [Fact]
    public void workers_and_api_do_not_know_each_other()
    {
        string[] below = ["EventedPipelines.Domain", "EventedPipelines.Projections", "EventedPipelines.Application"];
        References(typeof(Workers.WorkersHost).Assembly).Where(IsOurs).ShouldBe(below, ignoreOrder: true);
        References(typeof(Api.Hosting.ApiHost).Assembly).Where(IsOurs).ShouldBe(below, ignoreOrder: true);
    }

    [Fact]
    public void the_command_line_touches_the_workers_in_one_file() =>
        SourceTree.Of("Cli").Where(file => file.Text.Contains("EventedPipelines.Workers", StringComparison.Ordinal)).Select(file => file.Path)
            .ShouldHaveSingleItem().ShouldBe(Path.Combine("src", "Cli", "WholeSystem.cs"));

    [Theory]
    [InlineData("Domain")]
    [InlineData("Projections")]
    [InlineData("Application")]
    public void domain_projections_and_application_take_time_and_ids_as_arguments(string project)
    {
        string[] forbidden = ["DateTimeOffset.UtcNow", "DateTimeOffset.Now", "DateTime.UtcNow", "DateTime.Now", "Guid.NewGuid", "Guid.CreateVersion7", "Random.Shared", "new Random"];
        SourceTree.Of(project).Where(file => forbidden.Any(word => file.Text.Contains(word, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void only_hosts_and_programs_read_configuration()
    {
        string[] allowed = ["Host.cs", "Program.cs", "Settings.cs", "WholeSystem.cs"], projects = ["Projections", "Application", "Workers", "Api", "Cli"];
        projects.SelectMany(SourceTree.Of)
            .Where(file => file.Text.Contains("IConfiguration", StringComparison.Ordinal) && !allowed.Any(name => file.Path.EndsWith(name, StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void no_type_opts_into_event_appending_by_its_name() =>
        new[] { typeof(RunDetails).Assembly, typeof(Deciding).Assembly, typeof(Workers.WorkersHost).Assembly, typeof(Api.Hosting.ApiHost).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("AggregateHandler", StringComparison.Ordinal)).ShouldBeEmpty();

    // Marten's conventions find methods by these names also where they are private, and then never call them.
    [Fact]
    public void no_state_or_projection_has_a_method_that_marten_takes_for_its_own()
    {
        string[] conventions = ["Apply", "Create", "ShouldDelete", "Project", "Evolve"];
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var found = from type in typeof(RunDetails).Assembly.GetTypes().Concat(typeof(Run).Assembly.GetTypes())
                    from method in type.GetMethods(all)
                    where conventions.Contains(method.Name) && !method.IsVirtual
                    select $"{type.Name}.{method.Name}";
        found.ShouldBeEmpty();
    }

    static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    static bool IsOurs(string name) => name.StartsWith("EventedPipelines", StringComparison.Ordinal) && !name.Contains("StandIn", StringComparison.Ordinal);
}
