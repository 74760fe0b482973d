using Xunit;

namespace MsokoAnalytics.Testing;

/// <summary>A test against the real data of <c>../shared</c>; skipped with a clear message where that folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedData.Root is null) Skip = "папки ../shared нет рядом с проектом: тест на настоящих данных пропущен";
    }
}
