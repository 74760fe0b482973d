using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Infrastructure;

/// <summary>The repository's own models, read once.</summary>
internal static class Models
{
    public static string Folder => Path.Combine(Repository.Root, "models");

    public static ModelProject Project { get; } = ModelProject.Load(Folder);
}
