using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;

namespace EventedPipelines.Application.Kernel;

/// <summary>
/// Compiles the code that Wolverine writes around handlers and endpoints, once per build of the program (ADR-0020): what was compiled is kept beside
/// it, so that the next start needs no compiler. Where that folder cannot be written to, each process compiles for itself.
/// </summary>
/// <param name="program">The folder of the program's assemblies.</param>
public sealed class KeptHandlers(string program) : IAssemblyGenerator
{
    // Also of another host in this process: the same code is the same types.
    static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = [];

    // What the process was started with: the framework's assemblies and the program's own.
    static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. Trusted.Select(path => MetadataReference.CreateFromFile(path))]);

    readonly Lazy<string> _folder = new(() => Path.Combine(program, "handlers", BuildOf(program)));

    static string[] Trusted => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public string? AssemblyName { get; set; }

    public void ReferenceAssembly(Assembly assembly)
    {
        // All that there are are referenced.
    }

    public void ReferenceAssemblyContainingType<T>()
    {
    }

    public Assembly Generate(Action<ISourceWriter> write)
    {
        using var writer = new SourceWriter();
        write(writer);
        return Generate(writer.Code());
    }

    /// <exception cref="InvalidOperationException">The code does not compile.</exception>
    public Assembly Generate(string code)
    {
        var path = Path.Combine(_folder.Value, $"{Hash(code)}.dll");
        return Loaded.GetOrAdd(path, _ => new(() => Load(path, code))).Value;
    }

    public void Compile(GeneratedAssembly generatedAssembly, IServiceVariableSource? services = null) => Compile(generatedAssembly, services, out _);

    public void Compile(GeneratedAssembly generatedAssembly, IServiceVariableSource? services, out string code)
    {
        code = generatedAssembly.GenerateCode(services);
        generatedAssembly.AttachAssembly(Generate(code));
    }

    static Assembly Load(string path, string code)
    {
        if (File.Exists(path))
        {
            try
            {
                return Assembly.Load(File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
            {
                // Compiled and kept once more.
            }
        }

        var compiled = Compiled(Path.GetFileNameWithoutExtension(path), code);
        Keep(path, compiled);
        return Assembly.Load(compiled);
    }

    static byte[] Compiled(string name, string code)
    {
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code)], References.Value, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        return result.Success
            ? assembly.ToArray()
            : throw new InvalidOperationException($"{string.Join('\n', result.Diagnostics.Where(found => found.Severity is DiagnosticSeverity.Error))}\n\n{code}");
    }

    static void Keep(string path, byte[] assembly)
    {
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            foreach (var former in folder.Parent!.EnumerateDirectories().Where(other => other.Name != folder.Name))
            {
                former.Delete(recursive: true);
            }

            var aside = Path.Combine(folder.FullName, Path.GetRandomFileName());
            File.WriteAllBytes(aside, assembly);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start compiles again.
        }
    }

    // Another build's types may differ under the same names.
    static string BuildOf(string program)
    {
        var files = new DirectoryInfo(program).EnumerateFiles("*.dll").OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => FormattableString.Invariant($"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        return Hash(string.Join('\n', [RuntimeInformation.FrameworkDescription, .. files]));
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

public static class KeptHandlersRegistration
{
    /// <summary>Before Wolverine's, who takes the compiler that is there.</summary>
    public static IServiceCollection AddKeptHandlers(this IServiceCollection services) =>
        services.AddSingleton<IAssemblyGenerator>(new KeptHandlers(AppContext.BaseDirectory));
}
