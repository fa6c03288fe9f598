using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Tests.Unit.Work;

public sealed class WorkKindSpecs
{
    [Fact]
    public void each_kind_of_work_has_a_name_of_its_own()
    {
        WorkKind.All.Select(kind => kind.Name).ShouldBeUnique();
        WorkKind.All.Select(kind => WorkKind.Of(kind.Name)).ShouldBe(WorkKind.All);
    }

    [Fact]
    public void a_kind_of_work_of_a_later_version_keeps_its_name()
    {
        WorkKind.Of("never-heard-of").Name.ShouldBe("never-heard-of");
        WorkKind.All.ShouldNotContain(WorkKind.Of("never-heard-of"));
    }
}
