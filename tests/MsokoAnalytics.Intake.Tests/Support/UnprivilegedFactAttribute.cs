namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>A test that takes rights on a file away; skipped where that has no effect: on Windows and for the superuser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "права доступа Unix: на Windows тест не имеет смысла";
        else if (Environment.IsPrivilegedProcess) Skip = "суперпользователь читает файл и без прав: тест пропущен";
    }
}
