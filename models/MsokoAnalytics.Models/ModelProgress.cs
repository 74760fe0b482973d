namespace MsokoAnalytics.Models;

/// <summary>Where a build stands.</summary>
public enum ModelStage
{
    Started,
    Built,
    Skipped,
    Failed,

    /// <summary>All models are ready; the tables are being swapped. <see cref="ModelProgress.Model"/> is empty.</summary>
    Publishing,
}

/// <summary>A step of a build.</summary>
/// <param name="Index">Number of the model in the order of building, from 1.</param>
/// <param name="Count">Number of models.</param>
/// <param name="Model">Full name.</param>
/// <param name="Caption">Russian caption.</param>
/// <param name="Stage">What happened.</param>
/// <param name="Seconds">Duration of the finished step, else 0.</param>
/// <param name="Rows">Rows built, when known.</param>
public sealed record ModelProgress(int Index, int Count, string Model, string Caption, ModelStage Stage, double Seconds, long? Rows);
