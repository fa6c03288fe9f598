using EventedPipelines.Bench;

return await Benchmarks.RunAsync(
    [.. args.Where(arg => !arg.StartsWith('-'))],
    args.Contains("--quickest") ? Extent.Quickest : args.Contains("--quick") ? Extent.Quick : Extent.Whole,
    printsStatements: args.Contains("--statements"));
