using static EventedPipelines.Tests.Unit.Pipelines.SmallWorkspace;

namespace EventedPipelines.Tests.Unit.Pipelines;

/// <summary>domain.md 1.4: a source is an engineer's or another team's, which may have a name that is known to people only; but a word of it must not go astray by a misspelling.</summary>
public sealed class SourceOwnerSpecs : IDisposable
{
    readonly SmallWorkspace _files = new();

    public SourceOwnerSpecs() => _files.Write("policies.yml", "notifications:\n  teams:\n    - { name: accounting, email: accounting@data.example }\n");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("accounting", false)]
    [InlineData("shop", false)]
    [InlineData("acounting", true)]
    [InlineData("Accounting", true)]
    public void an_owner_who_is_nearly_somebody_s_name_is_told_of(string owner, bool isTold)
    {
        _files.With(Source, of: "id: orders\n", instead: $"id: orders\nowner: {owner}\n");
        var warnings = _files.Load().Warnings.Where(warning => warning.Message.Contains("`owner`", StringComparison.Ordinal)).ToList();
        warnings.Count.ShouldBe(isTold ? 1 : 0);
        warnings.ForEach(warning => warning.Remedy.ShouldContain("Did you mean 'accounting'?"));
    }
}
