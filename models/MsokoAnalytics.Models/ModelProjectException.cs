namespace MsokoAnalytics.Models;

/// <summary>The models folder can't be built; <see cref="Problems"/> lists every complaint in Russian.</summary>
public sealed class ModelProjectException : Exception
{
    public ModelProjectException(IReadOnlyList<string> problems)
        : base("Модели не собраны:" + string.Concat(problems.Select(p => Environment.NewLine + "  " + p))) => Problems = problems;

    public IReadOnlyList<string> Problems { get; }
}
