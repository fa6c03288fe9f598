using EventedPipelines.Domain.Catalog.Policies;
using EventedPipelines.Domain.Kernel;

namespace EventedPipelines.Tests.Unit.Policies;

public sealed class DefinePoliciesSpecs
{
    static readonly DateTimeOffset now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    static readonly DecisionSpec<DefinedPolicies> policies = new(DefinedPolicies.Fold);

    [Fact]
    public void the_same_policies_are_the_same_version() =>
        policies.Given([.. Decide(PolicySet.Default, null)]).Deciding(state => Decide(PolicySet.Default with { }, state)).ThenNothing();

    [Fact]
    public void other_policies_are_the_next_version_and_kept_whole()
    {
        var often = PolicySet.Default with { LateData = PolicySet.Default.LateData with { Reruns = 0 } };

        var defined = policies.Given([.. Decide(PolicySet.Default, null)]).Deciding(state => Decide(often, state)).ThenOne<PoliciesDefined>();

        defined.PolicyVersion.ShouldBe(2);
        defined.Policies.LateData.Reruns.ShouldBe(0);
        defined.Policies.Retries.Transform.Delays.Count.ShouldBe(3);
    }

    [Fact]
    public void a_run_records_the_version_where_one_is_defined()
    {
        DefinedPolicies.None.RecordedAs.ShouldBeNull();
        policies.Given([.. Decide(PolicySet.Default, null)]).State!.RecordedAs.ShouldBe(1);
    }

    [Fact]
    public void each_area_has_an_sla_unless_the_team_says_another() =>
        SlaPolicy.Default.Areas.ToDictionary(area => area.Key, area => area.Value.Within.TotalHours).ShouldBe(new Dictionary<string, double> { ["profit"] = 6, ["growth"] = 8, ["engagement"] = 10 });

    static Decision Decide(PolicySet set, DefinedPolicies? state) => DefinePoliciesDecision.Decide(new(set, "workspace"), state, now);
}
