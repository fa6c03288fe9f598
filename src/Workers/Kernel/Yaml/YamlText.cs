using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EventedPipelines.Workers.Kernel.Yaml;

/// <summary>The text of a YAML file: one document of keys, or a problem where it stops being that.</summary>
sealed class YamlText(string file, string text, ProblemList problems)
{
    const int DeepestNesting = 64;

    public YamlBlock? Root(string what)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            if (LineTooDeep() is { } deep)
            {
                return Problem(deep, $"The file nests more than {DeepestNesting} levels.", "Flatten it; nothing here needs more than five.");
            }

            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new(root, what, At(root.Start.Line), problems);
            }

            var message = stream.Documents.Count > 1 ? "The file holds more than one document." : $"The file does not hold the keys of {what}.";
            return Problem(1, message, "Write one document of `key: value` lines.");
        }
        catch (YamlException error)
        {
            return LineIndentedByTab() is { } line
                ? Problem(line, "The line is indented with a tab.", "Indent with spaces.")
                : Problem(error.Start.Line, $"This is not YAML: {error.Message}", "Correct the syntax.");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 18.1 fails so on some unclosed brackets; the parser still knows how far it came.
            return Problem(parser.Current?.Start.Line ?? 1, "This is not YAML.", "Look for a bracket or quote that is not closed.");
        }
    }

    // Building the tree recurses, and a stack overflow would end the whole process.
    long? LineTooDeep()
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNesting)
            {
                return parser.Current.Start.Line;
            }
        }

        return null;
    }

    long? LineIndentedByTab()
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.TakeWhile(char.IsWhiteSpace).Contains('\t'));
        return at < 0 ? null : at + 1;
    }

    YamlBlock? Problem(long line, string message, string remedy)
    {
        problems.Add(At(line), message, remedy);
        return null;
    }

    Place At(long line) => new(file, (int)Math.Clamp(line, 1, text.AsSpan().Count('\n') + 1));
}
