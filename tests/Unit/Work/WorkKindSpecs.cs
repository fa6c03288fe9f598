using EventedPipelines.Domain.Kernel.Work;

namespace EventedPipelines.Tests.Unit.Work;

public sealed class WorkKindSpecs
{
    [Fact]
    public void a_name_is_that_of_one_kind()
    {
        WorkKind.All.Select(kind => kind.Name).ShouldBeUnique();
        WorkKind.All.Select(kind => WorkKind.Of(kind.Name)).ShouldBe(WorkKind.All);
    }

    [Fact]
    public void a_row_of_a_later_version_keeps_its_name()
    {
        WorkKind.Of("never-heard-of").Name.ShouldBe("never-heard-of");
        WorkKind.All.ShouldNotContain(WorkKind.Of("never-heard-of"));
    }
}
