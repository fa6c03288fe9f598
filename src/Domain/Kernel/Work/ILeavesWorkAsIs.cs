namespace EventedPipelines.Domain.Kernel.Work;

/// <summary>
/// An event after which its stream owes what it owed before, to the letter: nothing is reconciled and nobody is woken for it. Every
/// second event of a step is one, so it is worth saying.
/// </summary>
public interface ILeavesWorkAsIs;
