using EventedPipelines.Bench;

return await Benchmarks.RunAsync([.. args.Where(arg => !arg.StartsWith('-'))], isQuick: args.Contains("--quick"), printsStatements: args.Contains("--statements"));
