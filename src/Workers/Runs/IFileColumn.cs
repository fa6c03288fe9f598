using EventedPipelines.Domain.Pipelines;

namespace EventedPipelines.Workers.Runs;

/// <summary>One column of a contract as SQL over a file's rows.</summary>
interface IFileColumn
{
    Column Column { get; }

    /// <summary>Selected from the file: the text and the value, under the names that the other expressions use.</summary>
    string Cast { get; }

    /// <summary>True where the file's value is none of the contract's type, never null.</summary>
    string IsWrong { get; }

    string Value { get; }

    string Text { get; }

    /// <summary>Says what a value would have to be.</summary>
    string Wanted { get; }
}
