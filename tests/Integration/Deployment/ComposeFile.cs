using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace EventedPipelines.Tests.Integration.Deployment;

/// <summary>What docker-compose.yml says of a service that runs one of our programs.</summary>
sealed class ComposeService
{
    public List<string> Command { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    /// <summary>Where in the container there is something mounted.</summary>
    public IEnumerable<string> Mounts => Volumes.Select(volume => volume.Split(':')[1]);
}

sealed partial class ComposeFile
{
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    /// <summary>The repository's, with its variables filled as an environment would; one that is not given is an error, as it is for Docker.</summary>
    public static ComposeFile Read(IReadOnlyDictionary<string, string> variables) => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<ComposeFile>(Variable().Replace(File.ReadAllText(Repository.Folder("docker-compose.yml")), match => variables[match.Groups[1].Value]));

    [GeneratedRegex(@"\$\{(\w+):\?[^}]*\}")]
    private static partial Regex Variable();
}
