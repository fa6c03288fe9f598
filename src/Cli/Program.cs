using EventedPipelines.Cli.CommandLine;

return await EventedCommandLine.RunAsync(args);
