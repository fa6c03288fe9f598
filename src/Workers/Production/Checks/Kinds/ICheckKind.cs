using EventedPipelines.Domain.Catalog.Checks;
using EventedPipelines.Domain.Catalog.Contracts;
using EventedPipelines.Domain.Production.Checks;
using EventedPipelines.Workers.Kernel.Kinds;
using EventedPipelines.Workers.Kernel.Yaml;

namespace EventedPipelines.Workers.Production.Checks.Kinds;

/// <summary>A kind of check (domain.md 2.7): what of it may be written where, what that means, and how it is evaluated.</summary>
interface ICheckKind : IWorkspaceKind
{
    string IWorkspaceKind.Sort => WorkspaceKinds.OfChecks;

    string IWorkspaceKind.StoredAs => Kind.Name;

    CheckKind Kind { get; }

    CheckTarget Target => CheckTarget.SourceOrModel;

    /// <summary>It looks at an interval, or at what becomes of a source, and not at a delivery: it may not stand with a source.</summary>
    bool IsOfPipelines => false;

    /// <summary>Of one that stands with its source.</summary>
    string SchemaOfSource => Schema;

    /// <summary>Unless it is given.</summary>
    CheckSeverity Severity => CheckSeverity.Error;

    /// <summary>Unless it is given. Null: bad rows of a source are set apart; what cannot be laid at single rows stops the run.</summary>
    CheckAction? Action => null;

    /// <summary>What an errored result counts.</summary>
    string Unit => "rows";

    /// <summary>Whether what it found in several deliveries, added up, is what it finds in all of them; else the worst counts.</summary>
    bool AddsUp => true;

    /// <summary>Whether it finds single rows that can be set apart, as it is written there.</summary>
    bool FindsRows(YamlBlock block) => false;

    /// <summary>The check with what its own keys say. What is wrong with them is a problem at its place; who reads it closes the block.</summary>
    CheckDefinition Read(CheckDefinition check, CheckEntry entry);

    /// <summary>A SELECT that binds where the columns that the check looks at are there and have types that it can look at; null where there is nothing to ask.</summary>
    /// <param name="check">The check.</param>
    /// <param name="contract">The contract where it is a source's.</param>
    /// <param name="rows">What the SELECT is from. It has `__file` and `__row` where it is a source.</param>
    string? Probe(CheckDefinition check, Contract? contract, string rows) => null;

    /// <summary>What is left to look at without these columns, which are null by the rule; the check itself where that is nothing.</summary>
    CheckDefinition Without(CheckDefinition check, IReadOnlyCollection<string> columns) => check;

    /// <exception cref="Domain.Production.Runs.StepFailedException">It cannot run. Any exception makes an errored result.</exception>
    Task<CheckResult> EvaluateAsync(CheckStage stage, CheckDefinition check);
}

enum CheckTarget
{
    SourceOrModel,
    Source,
    Model,
}

/// <summary>A check as it stands in a file. <paramref name="Target"/> is null where a problem hides it.</summary>
sealed record CheckEntry(YamlValue Item, YamlBlock Block, YamlValue? Action, Readable? Target, PipelineScope Scope);
