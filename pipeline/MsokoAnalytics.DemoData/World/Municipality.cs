namespace MsokoAnalytics.DemoData.World;

/// <summary>A district or a town of the region.</summary>
/// <param name="Index">0-based order.</param>
/// <param name="Code">«reg88_m010».</param>
/// <param name="Name">«Заречный муниципальный район».</param>
/// <param name="ShortName">«Заречный район»: the same place in another file.</param>
/// <param name="Level">Shift of its pupils, in pupil standard deviations.</param>
internal sealed record Municipality(int Index, string Code, string Name, string ShortName, double Level)
{
    /// <summary>«88_m010».</summary>
    public string Id => Code["reg".Length..];

    public List<School> Schools { get; } = [];
}
