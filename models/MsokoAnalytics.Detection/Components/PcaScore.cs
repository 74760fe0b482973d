namespace MsokoAnalytics.Detection.Components;

/// <summary>What the distance to the main components is measured by.</summary>
public enum PcaScore
{
    /// <summary>
    /// As ML.NET's RandomizedPca: the length of the part outside the components divided by the whole length, in [0; 1]. It sees the direction only:
    /// a row a thousand times farther away in the same direction has the same score.
    /// </summary>
    Direction,

    /// <summary>The squared length of the part outside the components: keeps the magnitude.</summary>
    Residual,

    /// <summary>Σ t²/λ over all components (Shyu, Chen, Sarinnapakorn and Chang 2003): the squared Mahalanobis distance of classical PCA.</summary>
    Standardised,
}
