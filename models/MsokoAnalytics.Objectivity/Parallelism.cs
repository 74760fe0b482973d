namespace MsokoAnalytics.Objectivity;

/// <summary>Threads that the engine uses. Results never depend on it.</summary>
public static class Parallelism
{
    private static readonly AsyncLocal<int> Limit = new();

    /// <summary>Limits the threads of work started here and below; 0 = one per core.</summary>
    public static void Use(int threads) => Limit.Value = threads;

    internal static void For(int from, int to, Action<int> body) =>
        Parallel.For(from, to, new ParallelOptions { MaxDegreeOfParallelism = Limit.Value == 0 ? -1 : Limit.Value }, body);
}
