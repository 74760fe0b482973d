namespace MsokoAnalytics.Objectivity.Tests.Worlds;

internal static class Threads
{
    /// <summary>Runs the work on one thread.</summary>
    public static T OnOne<T>(Func<T> work)
    {
        Parallelism.Use(1);
        try
        {
            return work();
        }
        finally
        {
            Parallelism.Use(0);
        }
    }
}
