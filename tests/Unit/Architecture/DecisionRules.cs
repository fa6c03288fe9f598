using System.Reflection;
using System.Text.RegularExpressions;
using EventedPipelines.Application.Kernel;
using EventedPipelines.Domain.Kernel;
using EventedPipelines.Domain.Production.Runs;
using EventedPipelines.Projections.Shape;
using Marten;

namespace EventedPipelines.Tests.Unit.Architecture;

/// <summary>One way to change the world (ADR-0032).</summary>
public sealed class DecisionRules
{
    static readonly string deciding = Path.Combine("src", "Application", "Kernel", "Deciding.cs");

    // The way of what a projection makes, and the seam at which a test kills.
    static readonly string[] alsoSave = [Path.Combine("src", "Projections", "Shape", "Rebuildables.cs"), Path.Combine("src", "Workers", "Kernel", "Store", "CommitFailPoints.cs")];

    public static TheoryData<Type> Decisions =>
        [.. typeof(Run).Assembly.GetTypes().Where(type => type.Name.EndsWith("Decision", StringComparison.Ordinal) && type != typeof(Decision)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void every_type_that_is_named_a_decision_comes_to_a_decision(Type decides)
    {
        var methods = decides.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == "Decide").ToList();
        methods.ShouldNotBeEmpty("What is named a decision decides.");
        methods.ShouldAllBe(method => method.ReturnType == typeof(Decision));
    }

    [Fact]
    public void no_method_that_is_named_decide_comes_to_anything_but_a_decision() =>
        typeof(Run).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType != typeof(Decision) && method.Name == "Decide").ShouldBeEmpty();

    [Theory]
    [InlineData("AppendMany(")]
    [InlineData("AppendOne(")]
    [InlineData("StartStream")]
    [InlineData("Events.Append(")]
    [InlineData("AppendExclusive(")]
    [InlineData("AppendOptimistic(")]
    public void events_reach_their_streams_in_one_file(string append) =>
        Sources().Where(file => file.Path != deciding && file.Text.Contains(append, StringComparison.Ordinal)).ShouldBeEmpty();

    // A session that saves by itself forgets what follows.
    [Fact]
    public void a_session_is_saved_only_where_its_reactions_follow() =>
        Sources().Where(file => file.Path != deciding && !alsoSave.Contains(file.Path) && file.Text.Contains("SaveChangesAsync(", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void events_are_made_in_domain_alone()
    {
        // What a step reports bears the word of what is said of it.
        var making = new Regex($@"new (?!StepResult\.)(?:\w+\.)*(?:{string.Join('|', EventNames.All.Keys.Select(type => type.Name))})\s*[({{]");
        Sources().Where(file => !file.Path.StartsWith(Path.Combine("src", "Domain"), StringComparison.Ordinal) && making.IsMatch(file.Text)).ShouldBeEmpty();
    }

    // One that the framework hands out, and that can write, saves by itself and forgets what follows.
    [Fact]
    public void no_handler_and_no_endpoint_is_given_a_session_that_can_write()
    {
        bool IsSession(ParameterInfo parameter) => parameter.ParameterType == typeof(IDocumentSession) || parameter.ParameterType == typeof(IDocumentOperations);

        Adapters.Where(method => method.DeclaringType!.GetConstructors().Any(made => made.GetParameters().Any(IsSession))).ShouldBeEmpty();
        Adapters.Concat(Methods.Where(method => Regex.IsMatch(method.Name, "^(Load|Before|Validate|After|Finally)(Async)?$"))).Where(method => method.GetParameters().Any(IsSession)).ShouldBeEmpty();
    }

    // Without the lock, what it returns would be taken for a message, or for the body of an answer.
    [Fact]
    public void a_handler_that_returns_a_decision_is_given_one_state_under_its_lock() =>
        Adapters.Where(method => method.ReturnType == typeof(Decision) != (method.GetParameters().Count(parameter => parameter.GetCustomAttribute<LockedStateAttribute>() is not null) == 1))
            .ShouldBeEmpty();

    // What else it returned would be sent as a message after the commit, where its failure is not seen.
    [Fact]
    public void a_handler_returns_a_decision_or_nothing() =>
        Adapters.Where(method => method.Name == "Handle" && method.ReturnType != typeof(Decision) && method.ReturnType != typeof(Task) && method.ReturnType != typeof(void)).ShouldBeEmpty();

    // The others have a reason to take the store, or a helper that locks several streams (ADR-0034).
    [Fact]
    public void a_handler_or_an_endpoint_that_only_decides_about_one_stream_is_given_its_state()
    {
        string[] withReason =
        [
            // Work between two decisions, and a place in a channel that is given back whatever comes.
            "TicketDue.cs store", "NotifyDue.cs store",

            // It looks, and nearly always there is nothing to decide.
            "SourceWatchDue.cs store", "LateDataDue.cs store",

            // A loop over other streams comes first, or is it.
            "JudgeAlertsDue.cs store", "RippleDue.cs store",

            // An interval with its run, a request with its sprint, a row of pending work.
            "ConfirmEmptyEndpoint.cs intervals", "VerdictEndpoint.cs intervals", "CancelRunEndpoint.cs runs", "RetryRunEndpoint.cs runs",
            "CancelRequestEndpoint.cs requests", "CompleteRequestEndpoint.cs requests", "DiscardWorkEndpoint.cs work", "ReplayWorkEndpoint.cs work",

            // A delivery that may begin with it, at a period that the path names, after the intervals that read it.
            "RefetchEndpoint.cs deliveries", "ConfirmDeliveryEmptyEndpoint.cs deliveries", "DeliveryVerdicts.cs deliveries",
        ];

        // What two endpoints share is an endpoint's.
        string[] ends = ["Due.cs", "Endpoint.cs", "DeliveryVerdicts.cs"];
        var deciding = from file in Sources()
                       where ends.Any(end => file.Path.EndsWith(end, StringComparison.Ordinal))
                       from Match call in Regex.Matches(file.Text, @"(\w+)\.DecideAsync")
                       select $"{Path.GetFileName(file.Path)} {call.Groups[1].Value}";
        deciding.Distinct().ShouldBe(withReason, ignoreOrder: true);
    }

    [Fact]
    public void a_handler_that_is_given_a_state_under_its_lock_takes_no_store()
    {
        Type[] stores = [typeof(IDocumentStore), typeof(IQuerySession), typeof(Npgsql.NpgsqlDataSource)];
        Adapters.Where(method => IsGivenState(method) && method.GetParameters().Any(parameter => stores.Contains(parameter.ParameterType))).ShouldBeEmpty();
    }

    // Wolverine puts it before the commit, where an endpoint's answer is still to be made.
    [Fact]
    public void nothing_comes_after_the_commit_of_an_endpoint() =>
        Adapters.Where(method => method.Name != "Handle" && IsGivenState(method))
            .Where(method => method.DeclaringType!.GetMethods().Any(other => other != method && Regex.IsMatch(other.Name, "^(After|Post)")))
            .ShouldBeEmpty();

    static bool IsGivenState(MethodInfo method) => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<LockedStateAttribute>() is not null);

    static IEnumerable<MethodInfo> Adapters => Methods.Where(method =>
        method.Name is "Handle" or "HandleAsync" or "Consume" or "ConsumeAsync"
        || method.GetCustomAttributes().Any(attribute => attribute.GetType().Name.StartsWith("Wolverine", StringComparison.Ordinal)));

    // With what Wolverine runs before and after them.
    static IEnumerable<MethodInfo> Methods =>
        from type in new[] { typeof(Workers.WorkersHost).Assembly, typeof(Api.Hosting.ApiHost).Assembly }.SelectMany(assembly => assembly.GetTypes())
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        select method;

    static IEnumerable<SourceFile> Sources() => Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src")).SelectMany(project => SourceTree.Of(Path.GetFileName(project)));
}
