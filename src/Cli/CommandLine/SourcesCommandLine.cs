using System.CommandLine;
using EventedPipelines.Domain.Production.Runs;

namespace EventedPipelines.Cli.CommandLine;

/// <summary>`sources`: what has come of each, and what is to be known of files before a pipeline reads them.</summary>
public static class SourcesCommandLine
{
    public static Command Build()
    {
        var command = DeliveriesCommandLine.Listing("sources", "Sources of data: lists them, with the delivery that was due last. `inspect` proposes the contract of files.");
        command.Add(DeliveriesCommandLine.Listing("list", "Lists the sources that a pipeline reads, with the delivery that was due last."));
        command.Add(DeliveriesCommandLine.Deliveries());
        command.Add(DeliveriesCommandLine.Delivery());
        command.Add(DeliveriesCommandLine.Refetch());
        command.Add(DeliveriesCommandLine.ConfirmEmpty());
        command.Add(DriftsCommandLine.Drifts());
        command.Add(DriftsCommandLine.Approve());
        command.Add(DriftsCommandLine.Reject());
        command.Add(Inspecting());
        return command;
    }

    static Command Inspecting()
    {
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "Files of one kind: CSV, JSON, Parquet, packed with gzip or not, in folders `key=value` or not.",
            Arity = ArgumentArity.OneOrMore,
        };
        var write = new Option<string?>("--write") { Description = "Writes source.yml and contract.yml into this folder, which must not be there yet.", HelpName = "sources/<id>" };
        var id = new Option<string?>("--id") { Description = "The id of the source. Default: the name of the folder, else of the file.", HelpName = "orders" };
        var rows = new Option<int?>("--rows") { Description = "How many rows of each file are looked at for types. Default: 20000. All are read for the proof.", HelpName = "N" };
        var noProof = new Option<bool>("--no-proof") { Description = "Does not read the files with what is proposed: seconds instead of minutes for a large one." };
        var command = new Command("inspect", "Looks at files and writes a contract that loads them, with what is unsure as comments: read it before you keep it.") { files, write, id, rows, noProof };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetRequiredValue(files);
            if (paths.FirstOrDefault(file => !file.Exists) is { } missing)
            {
                throw new CommandLineException(ExitCodes.Usage, $"There is no file {missing}.{(Directory.Exists(missing.FullName) ? " It is a folder: name the files in it, such as with *." : "")}");
            }

            if (parsed.GetValue(rows) is < 1)
            {
                throw new CommandLineException(ExitCodes.Usage, "--rows has to be at least 1.");
            }

            string[] names = [.. paths.Select(file => file.FullName)];
            var report = await InspectedAsync(names, parsed.GetValue(rows), parsed.GetValue(id), !parsed.GetValue(noProof), parsed.GetValue(write), cancellationToken);
            Write(report);
            return report.Refusal is null ? ExitCodes.Done : ExitCodes.BadData;
        });
        return command;
    }

    static async Task<InspectionReport> InspectedAsync(IReadOnlyList<string> files, int? rows, string? id, bool isProven, string? folder, CancellationToken cancellationToken)
    {
        try
        {
            return await WholeSystem.InspectAsync(files, rows, id, isProven, folder, cancellationToken);
        }
        catch (StepFailedException e)
        {
            throw new CommandLineException(ExitCodes.BadData, e.Message);
        }
        catch (WorkspaceException e)
        {
            throw new CommandLineException(ExitCodes.CannotCreate, e.Message);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException(ExitCodes.Usage, e.Message);
        }
    }

    static void Write(InspectionReport report)
    {
        if (report.Written.Count == 0)
        {
            // As comments, so that what is printed is a contract.
            Console.Write(report.Contract);
            Console.WriteLine(string.Join('\n', report.Source.TrimEnd().Split('\n').Prepend("source.yml beside it:").Select(line => $"# {line}")));
        }

        report.Written.ToList().ForEach(Console.WriteLine);
        if (report.Refusal is { } refusal)
        {
            Console.Error.WriteLine($"Not all of it can be read: {refusal}");
        }
    }
}
