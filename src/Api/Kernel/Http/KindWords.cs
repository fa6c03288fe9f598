namespace EventedPipelines.Api.Kernel.Http;

/// <summary>Which kinds there are, by their stored names: what knows them says so to the description of the api.</summary>
public sealed record KindWords(Type Kind, IReadOnlyList<string> Names);
