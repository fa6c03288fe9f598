namespace EventedPipelines.Tests.Integration.Http;

/// <summary>Tests of one running api. Each uses pipelines of its own, so that none sees what another did.</summary>
[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiFixture>
{
    public const string Name = "api";
}
